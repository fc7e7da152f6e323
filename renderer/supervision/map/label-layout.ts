/** A name that may be written beside its vehicle. */
export interface LabelCandidate {
  slot: number;
  /** The vehicle, CSS pixels. */
  x: number;
  y: number;
  text: string;
  /** Written whatever lies below: what is selected or pointed at. */
  must: boolean;
}

export interface LabelSize {
  /** Estimated width of a character and height of a line, and the distance from the vehicle: CSS pixels. */
  character: number;
  line: number;
  gap: number;
}

/** The candidates that do not lie over one another; earlier ones go first. */
export function layOutLabels(candidates: readonly LabelCandidate[], size: LabelSize): LabelCandidate[] {
  const kept: LabelCandidate[] = [];
  const boxes: { left: number; right: number; top: number; bottom: number }[] = [];
  const ordered = [...candidates.filter((one) => one.must), ...candidates.filter((one) => !one.must)];
  for (const candidate of ordered) {
    const left = candidate.x + size.gap;
    const box = {
      left,
      right: left + candidate.text.length * size.character + size.gap,
      top: candidate.y - size.line / 2,
      bottom: candidate.y + size.line / 2,
    };
    const free = boxes.every(
      (other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom,
    );
    if (!free && !candidate.must) continue;
    boxes.push(box);
    kept.push(candidate);
  }
  return kept;
}
