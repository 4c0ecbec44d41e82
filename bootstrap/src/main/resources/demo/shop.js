import http from 'k6/http';
import { sleep } from 'k6';

export const options = { vus: 10, duration: '8s' };

export default function () {
  http.get('http://127.0.0.1:@PORT@/catalogue', { tags: { name: 'GET /catalogue' } });
  http.get('http://127.0.0.1:@PORT@/checkout', { tags: { name: 'GET /checkout' } });
  sleep(0.05);
}
