"""What a WSGI server imports: `gunicorn wsgi:application`."""

from hotline.config import Settings
from hotline.web.service import create_service

application = create_service(Settings())
