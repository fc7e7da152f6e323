import { existsSync } from 'node:fs';

/**
 * Chromium's flags for WebGL without a graphics processor. Mesa, where it is installed, is faster than the renderer that
 * Chromium brings along.
 */
export const SOFTWARE_WEBGL_FLAGS: readonly string[] = existsSync('/usr/share/glvnd/egl_vendor.d/50_mesa.json')
  ? ['--use-gl=angle', '--use-angle=gl-egl', '--ignore-gpu-blocklist']
  : ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
