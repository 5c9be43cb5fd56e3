import type { TemplatedApp } from 'uWebSockets.js'
import { BodyStream } from './body-stream.ts'
import { Exchange } from './exchange.ts'
import { getMedia, headMedia } from './get-media.ts'
import type { MediaParts } from './media-parts.ts'
import { putMedia } from './put-media.ts'

/** Media up and down: content addressed, resumable, with ranges. */
export function routeMedia(app: TemplatedApp, parts: MediaParts): void {
  app.put('/media/:id', (res, req) => {
    const media = req.getParameter(0)
    const exchange = new Exchange(res, req, parts.config)
    void putMedia({ media, exchange, body: new BodyStream(exchange), parts })
  })
  app.post('/media', (res, req) => {
    const exchange = new Exchange(res, req, parts.config)
    void putMedia({ media: null, exchange, body: new BodyStream(exchange), parts })
  })
  app.get('/media/:id', (res, req) => {
    const media = req.getParameter(0)
    void getMedia({ media, exchange: new Exchange(res, req, parts.config), parts })
  })
  app.head('/media/:id', (res, req) => {
    const media = req.getParameter(0)
    void headMedia({ media, exchange: new Exchange(res, req, parts.config), parts })
  })
}
