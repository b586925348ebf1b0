// Reads square codes with the camera: by the browser itself where it can, else by zxing, which is loaded only then.
async function readerOf(scanner) {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video)).map((found) => found.rawValue);
  }
  if (!scanner) throw new DOMException("", "NotSupportedError");
  const zxing = await import(scanner.script);
  zxing.prepareZXingModule({ overrides: { locateFile: (name, folder) => scanner.files.find((one) => one.endsWith(`/${name}`)) ?? folder + name } });
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
    pen.drawImage(video, 0, 0);
    const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
    return (await zxing.readBarcodes(picture, { formats: ["QRCode"], maxNumberOfSymbols: 1 })).map((found) => found.text);
  };
}

// Keeps the files of zxing where the service worker finds them, so that codes are scanned without a network too.
export async function warmUp(scanner) {
  if (!scanner || "BarcodeDetector" in window) return;
  await (await caches.open(scanner.shell)).addAll([scanner.script, ...scanner.files]);
}

// Looks until something is read or `signal` ends it; returns what was read, null when it was ended.
export async function scan(video, scanner, signal) {
  const read = await readerOf(scanner);
  const camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  try {
    video.srcObject = camera;
    await video.play();
    while (!signal.aborted) {
      const [found] = video.videoWidth ? await read(video) : [];
      if (found) return found;
      await new Promise((next) => setTimeout(next, 150)); // some seven looks a second spare the battery
    }
    return null;
  } finally {
    for (const track of camera.getTracks()) track.stop();
    video.srcObject = null;
  }
}
