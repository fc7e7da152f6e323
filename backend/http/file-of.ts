import { DocumentError } from '../documents/document-maker.ts';
import { NotWrittenError, type WrittenFile } from '../services/documents-service.ts';
import { FileAnswer } from './file-answer.ts';
import { ProblemError } from './problem.ts';

/**
 * The answer that is a file. @param write undefined: there is no such row
 * @throws ProblemError where it cannot be written
 */
export async function answeredFile(
  what: string,
  id: string,
  write: () => Promise<WrittenFile | undefined>,
): Promise<FileAnswer> {
  try {
    const file = await write();
    if (file !== undefined) return new FileAnswer(file);
  } catch (error) {
    if (error instanceof NotWrittenError)
      throw new ProblemError('conflict', { detail: error.message, field: error.field, remedy: error.remedy });
    if (error instanceof DocumentError && error.isBusy)
      throw new ProblemError('unavailable', { detail: error.message, remedy: 'Try again in a minute.' });
    throw error;
  }
  throw new ProblemError('not-found', {
    detail: `there is no ${what} ${id}`,
    remedy: 'It may have been deleted, or is still to be entered: read the list again.',
  });
}
