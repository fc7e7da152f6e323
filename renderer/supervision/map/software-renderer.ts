/** Whether a WebGL renderer is a program on the processor, which must not be asked for 60 pictures a second. */
export function isSoftwareRenderer(rendererName: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(rendererName);
}

/** What draws on a canvas of WebGL 2: the driver's own name where the browser tells it. */
export function rendererNameOf(canvas: HTMLCanvasElement): string {
  const gl = canvas.getContext('webgl2');
  if (gl === null) return '';
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(extension === null ? gl.RENDERER : extension.UNMASKED_RENDERER_WEBGL);
  return typeof name === 'string' ? name : '';
}
