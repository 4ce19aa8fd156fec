// Draws one JPEG after the other: for cameras that send nothing else, and for browsers that cannot play what a camera sends.

export class PictureSeries {
  #canvas;
  #drawn;
  #next = null;
  #isDrawing = false;
  #isClosed = false;

  constructor(canvas, drawn) {
    this.#canvas = canvas;
    this.#drawn = drawn;
  }

  /** Takes a picture. The newest one is drawn when the one before is; those in between are passed over. */
  append(bytes) {
    this.#next = bytes;
    if (!this.#isDrawing) this.#run();
  }

  close() {
    this.#isClosed = true;
    this.#next = null;
  }

  async #run() {
    this.#isDrawing = true;
    while (this.#next) {
      const bytes = this.#next;
      this.#next = null;
      await draw(this.#canvas, new Blob([bytes], { type: 'image/jpeg' }), () => !this.#isClosed).then(done => done && this.#drawn(), () => {
        // A broken picture; the next one is on its way.
      });
    }
    this.#isDrawing = false;
  }
}

/** Draws a JPEG in its own size, unless it has become unwanted meanwhile. */
export async function draw(canvas, blob, isWanted = () => true) {
  const picture = await createImageBitmap(blob);
  const wanted = isWanted();
  if (wanted) paint(canvas, picture, picture.width, picture.height);
  picture.close();
  return wanted;
}

/** Paints what a picture or video shows now. */
export function paint(canvas, picture, width, height) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext('2d').drawImage(picture, 0, 0, width, height);
  canvas.hidden = false;
}
