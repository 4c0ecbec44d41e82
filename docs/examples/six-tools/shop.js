import http from 'k6/http';

export const options = { vus: 5, duration: '5s', thresholds: { http_req_duration: ['p(95)<500'] } };

export default function () {
  http.get(`http://127.0.0.1:${__ENV.PORT}/`, { tags: { name: 'page' } });
  http.get(`http://127.0.0.1:${__ENV.PORT}/cart`, { tags: { name: 'cart' } });
}
