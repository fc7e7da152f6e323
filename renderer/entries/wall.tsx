import { createRoot } from 'react-dom/client';
import { DisplayNumber, Wall } from '../wall/index.ts';
import { startWindow } from './start.tsx';

const asked = new URLSearchParams(window.location.search);
const number = asked.get('number');
const element = document.getElementById('root');

// The number of a display needs no data: it is there at once.
if (number !== null && element !== null) createRoot(element).render(<DisplayNumber number={number} />);
else startWindow(() => <Wall wall={asked.get('wall')} screen={asked.get('screen')} />);
