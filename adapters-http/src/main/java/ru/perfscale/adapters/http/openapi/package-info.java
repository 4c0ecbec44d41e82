/**
 * The API's own description: the hand-written {@code openapi/openapi.yaml} is the truth, served as
 * it is and as JSON, and shown by Swagger UI from the class path. Start at {@code OpenApiRoutes}.
 */
package ru.perfscale.adapters.http.openapi;
