"""Pictures and papers as a telephone or an office sends them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from actionplans import verbs
from actionplans.models import ProgressUpdate, UpdateFile
from coalition.models import User


def picture(name: str = "IMG_1.jpg", colour: str = "teal", size=(64, 48)) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def pdf(name: str = "act.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", "application/pdf")


def with_photo(said: ProgressUpdate, by: User, **more) -> UpdateFile:
    """A photograph beside a report."""
    [file] = verbs.attach_files(said, by=by, files=[picture(**more)], is_open=True)
    return file
