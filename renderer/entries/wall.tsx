import { Wall } from '../wall/index.ts';
import { startWindow } from './start.tsx';

const wallId = new URLSearchParams(window.location.search).get('wall');

startWindow(() => <Wall id={wallId} />);
