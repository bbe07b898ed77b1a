"""The child process that decodes photos: limited in memory, unable to write files, knowing nothing of the house.

It is run as a script by `shared.images`, reads length-prefixed photos from standard input and answers each with a JSON line
and the bytes drawn anew. Decoders are where hostile photos bite, so they never run in the web process.
"""

import io
import json
import resource
import struct
import sys
import warnings
from typing import Any, BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

MEMORY = 1 << 30  # bytes of address space
MAX_PIXELS = 40_000_000
LONG_SIDE = 1600
THUMBNAIL_SIDE = 480
FORMATS = ["JPEG", "PNG", "WEBP"]

try:
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    FORMATS.append("HEIF")
except ImportError:  # then iPhones' own format is refused like any other unknown one
    pass


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def difference_hash(image: Image.Image) -> str:
    """64 bits, each telling whether a cell of a 9×8 grey miniature is darker than its right neighbour; 16 hex digits."""
    miniature = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    cells = miniature.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (cells[row * 9 + column] < cells[row * 9 + column + 1])
    return f"{bits:016x}"


def on_fresh_canvas(photo: Image.Image, side: int) -> Image.Image:
    """The picture alone: nothing that came with the file (position, names, profiles, hidden frames) passes through."""
    photo.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    upright = ImageOps.exif_transpose(photo)
    canvas = Image.new("RGB", upright.size, "white")
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        with_alpha = upright.convert("RGBA")
        canvas.paste(with_alpha, mask=with_alpha.getchannel("A"))
    else:
        canvas.paste(upright.convert("RGB"))
    return canvas


def as_jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def redraw(content: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as photo:
            if photo.width * photo.height > MAX_PIXELS:
                return {"refused": "pixels"}, b"", b""
            canvas = on_fresh_canvas(photo, LONG_SIDE)
    except Image.DecompressionBombError:
        return {"refused": "pixels"}, b"", b""
    except UnidentifiedImageError:
        return {"refused": "format"}, b"", b""
    except MemoryError:
        return {"refused": "pixels"}, b"", b""
    except Exception:  # noqa: BLE001 - decoders fail in every way there is, and each means the same: not a whole photo
        return {"refused": "broken"}, b"", b""
    small = canvas.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    told = {"width": canvas.width, "height": canvas.height, "hash": difference_hash(canvas)}
    return told, as_jpeg(canvas, 82), as_jpeg(small, 78)


def serve(asked: BinaryIO, told: BinaryIO) -> None:
    while header := asked.read(4):
        content = asked.read(struct.unpack(">I", header)[0])
        answer, image, thumbnail = redraw(content)
        line = json.dumps({**answer, "image": len(image), "thumbnail": len(thumbnail)}).encode()
        told.write(line + b"\n" + image + thumbnail)
        told.flush()


if __name__ == "__main__":
    limit()
    warnings.simplefilter("ignore")
    serve(sys.stdin.buffer, sys.stdout.buffer)
