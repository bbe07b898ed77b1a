// A photo made small before it travels: upright, at most 1600 px, JPEG. What cannot be drawn here travels as it is.
const LONG_SIDE = 1600;
const QUALITY = 0.82;

async function decoded(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    const image = new Image();
    image.src = URL.createObjectURL(file);
    try {
      await image.decode();
      return image;
    } finally {
      URL.revokeObjectURL(image.src);
    }
  }
}

export async function shrink(file) {
  const picture = await decoded(file).catch(() => null);
  if (!picture) return /^image\/(heic|heif|jpeg|png|webp)$/.test(file.type) ? file : null;
  const width = picture.width || picture.naturalWidth;
  const height = picture.height || picture.naturalHeight;
  const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close?.();
  return new Promise((done) => canvas.toBlob((blob) => done(blob ?? file), "image/jpeg", QUALITY));
}

// sha256 in hex, or "" where the browser has no crypto.subtle (plain http).
export async function checksum(blob) {
  if (!crypto.subtle) return "";
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
