/** Where this application logs in. The client is public: there is no secret here, and none could be kept. */
export default {
  url: 'http://127.0.0.1:8080',
  realm: 'demo',
  clientId: 'demo-spa',
};
