import { Button } from 'react-aria-components';
import { Icon } from './icons.tsx';
import './choice-group.css';

/** A filter that came from elsewhere, with the way to take it off. */
export function ScopeChip({
  label,
  removeLabel,
  onRemove,
}: {
  label: string;
  removeLabel: string;
  onRemove: () => void;
}) {
  return (
    <Button className="chip chip--scope" aria-label={`${label}. ${removeLabel}`} onPress={onRemove}>
      {label}
      <Icon name="close" size="0.6875rem" />
    </Button>
  );
}
