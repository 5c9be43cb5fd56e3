import type { TemplatedApp } from 'uWebSockets.js'
import { BodyStream } from './body-stream.ts'
import { exchanging } from './exchanging.ts'
import { getMedia, headMedia } from './get-media.ts'
import type { MediaParts } from './media-parts.ts'
import { putMedia } from './put-media.ts'

/** Media up and down: content addressed, resumable, with ranges. */
export function routeMedia(app: TemplatedApp, parts: MediaParts): void {
  const { config } = parts
  app.put('/media/:id', exchanging(config, (exchange, req) => {
    void putMedia({ media: req.getParameter(0), exchange, body: new BodyStream(exchange), parts })
  }))
  app.post('/media', exchanging(config, (exchange) => {
    void putMedia({ media: null, exchange, body: new BodyStream(exchange), parts })
  }))
  app.get('/media/:id', exchanging(config, (exchange, req) => {
    void getMedia({ media: req.getParameter(0), as: req.getQuery('as') ?? '', exchange, parts })
  }))
  app.head('/media/:id', exchanging(config, (exchange, req) => {
    void headMedia({ media: req.getParameter(0), exchange, parts })
  }))
}
