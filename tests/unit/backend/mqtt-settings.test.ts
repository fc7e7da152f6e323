import { describe, expect, it } from 'vitest';
import { DEFAULT_TOPIC, readMqttSettings } from '../../../backend/settings/mqtt-settings.ts';

describe('the settings of a broker', () => {
  it('are none without an address', () => {
    expect(readMqttSettings({})).toBeUndefined();
  });

  it('take user and password out of the address, where nobody shows them', () => {
    const settings = readMqttSettings({ MQTT_URL: 'mqtts://fleet:p%40ss@broker.example:8883' });
    expect(settings?.clientId).toMatch(/^vigie-/);
    expect(settings).toMatchObject({
      ...{ url: 'mqtts://broker.example:8883', username: 'fleet', password: 'p@ss' },
      ...{ topics: [DEFAULT_TOPIC], group: undefined },
    });
  });

  it.each([
    [{ MQTT_URL: 'http://broker' }, /^MQTT_URL is not the address of a broker/],
    [{ MQTT_URL: 'mqtt://broker', MQTT_TOPICS: 'a/#/b' }, /^MQTT_TOPICS holds something else/],
    [{ MQTT_URL: 'mqtt://broker', MQTT_TOPICS: '' }, null],
    [{ MQTT_URL: 'mqtt://broker', MQTT_GROUP: 'a b' }, /^MQTT_GROUP must be/],
    [{ MQTT_URL: 'mqtt://broker', MQTT_PASSWORD: 'x' }, /^MQTT_PASSWORD is set without MQTT_USERNAME/],
    [{ MQTT_URL: 'mqtt://broker', MQTT_CA: '/nowhere.pem' }, /^MQTT_CA cannot be read/],
  ])('name what is wrong: %j', (environment, sentence) => {
    if (sentence === null) expect(readMqttSettings(environment)?.topics).toEqual([DEFAULT_TOPIC]);
    else expect(() => readMqttSettings(environment)).toThrow(sentence);
  });
});
