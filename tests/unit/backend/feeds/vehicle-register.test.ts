import { describe, expect, it } from 'vitest';
import { createVehicleRegister } from '../../../../backend/feeds/vehicle-register.ts';
import { createRecordingHost } from './recording-host.ts';

const vehicle = (code: string, line: string | null = null) => ({
  code,
  label: code,
  kind: 'bus' as const,
  depot: null,
  line,
});

describe('the register of vehicles', () => {
  it('registers each vehicle once, and again when its line changes', async () => {
    const host = createRecordingHost();
    const calls: string[][] = [];
    const register = createVehicleRegister({
      registerVehicles: (vehicles) => {
        calls.push(vehicles.map(({ code, line }) => `${code} ${line}`));
        return host.registerVehicles(vehicles);
      },
    });
    register.note(vehicle('A'));
    register.note(vehicle('A'));
    register.note(vehicle('B', '1'));
    await register.flush();
    register.note(vehicle('A'));
    register.note(vehicle('B', '2'));
    await register.flush();
    await register.flush();
    expect(calls).toEqual([['A null', 'B 1'], ['B 2']]);
  });

  it('keeps what could not be registered', async () => {
    const host = createRecordingHost();
    host.failing.register = 1;
    const register = createVehicleRegister(host);
    register.note(vehicle('A'));
    await expect(register.flush()).rejects.toThrow('no room');
    await register.flush();
    expect([...host.vehicles.keys()]).toEqual(['A']);
  });

  it('has an end, so that a file of nonsense does not fill the memory', () => {
    const register = createVehicleRegister(createRecordingHost());
    const noted = Array.from({ length: 200_000 }, (_, i) => register.note(vehicle(`V${i}`)));
    expect(noted.every(Boolean)).toBe(true);
    expect(register.note(vehicle('one more'))).toBe(false);
    expect(register.note(vehicle('V7'))).toBe(true);
  });
});
