import './display-number.css';

/** The number of a display, over whatever it shows: to find it in the room. */
export function DisplayNumber({ number }: { number: string }) {
  return <p className="display-number">{number}</p>;
}
