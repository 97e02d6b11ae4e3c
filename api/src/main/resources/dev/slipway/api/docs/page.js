'use strict';

const inference = window.location.search === '?inference';

window.SwaggerUIBundle({
  url: inference ? '/v1/spec/inference.json' : '/v1/spec.json',
  dom_id: '#reader',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: 'list',
  // The gateway is on another port, which a page of this one may not call.
  supportedSubmitMethods: inference ? [] : ['get', 'put', 'post', 'delete', 'patch'],
  validatorUrl: null,
});
