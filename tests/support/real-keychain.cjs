// Loaded into Electron after Playwright's own script, which switches the system's keychain off: of a switch the last value counts.
require('electron').app.commandLine.appendSwitch('password-store', 'gnome-libsecret');
