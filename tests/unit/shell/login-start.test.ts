import { describe, expect, it } from 'vitest';
import { autostartFile, autostartText } from '../../../electron/shell/settings/login-start.ts';

describe('the start at sign-in', () => {
  it.each([
    [{ XDG_CONFIG_HOME: '/srv/conf' }, '/srv/conf/autostart/vigie.desktop'],
    [{ XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/autostart/vigie.desktop'],
    [{}, '/home/ada/.config/autostart/vigie.desktop'],
  ])('has its file where the desktop looks: %j', (environment, file) => {
    expect(autostartFile(environment, '/home/ada')).toBe(file);
  });

  it('names the program so that no sign of its path means anything else', () => {
    const text = autostartText({ command: ['/opt/My "Vigie" 100%/$x`y\\z', '--wall'], icon: '/opt/vigie.png' });
    expect(text).toContain(
      String.raw`Exec="/opt/My \\"Vigie\\" 100%%/\\$x\\` + '`' + String.raw`y\\\\z" "--wall"` + '\n',
    );
    expect(text.split('\n')[0]).toBe('[Desktop Entry]');
    expect(text).toContain('\nIcon=/opt/vigie.png\n');
  });

  it('refuses a path that would begin another line', () => {
    expect(() => autostartText({ command: ['/opt/a\nExec=rm'], icon: '' })).toThrow(/line break/);
  });
});
