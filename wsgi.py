"""What a WSGI server imports: `gunicorn wsgi:application`."""

from hotline.config import Settings
from hotline.web.app import create_app

application = create_app(Settings())
