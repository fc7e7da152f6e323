import http from 'node:http';

/** Posts fixes to a service, over a connection that is kept. @throws Error when it answers with anything but 200 */
export function postPositions(
  agent: http.Agent,
  url: string,
  token: string,
  positions: readonly object[],
): Promise<{ accepted: number; suspect: number }> {
  return postBody(agent, url, token, JSON.stringify({ positions }));
}

/** The same of a body that is made. */
export function postBody(
  agent: http.Agent,
  url: string,
  token: string,
  body: string,
): Promise<{ accepted: number; suspect: number }> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const request = http.request(`${url}/api/v2/positions`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text) as { accepted: number; suspect: number });
        else reject(new Error(`the service answered ${response.statusCode}: ${text.slice(0, 500)}`));
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
