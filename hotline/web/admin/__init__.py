"""The desk, where people keep the directory: an application of its own under /admin.

Public pages never import it; `hotline.web.service` puts the two side by side.
"""
