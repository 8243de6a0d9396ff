"""What kinds of campaign materials are called; message ids, for the public pages and the desk alike."""

from hotline.domain.errors import N_

KINDS: dict[str, str] = {
    "tv_spot": N_("TV spot"),
    "radio_spot": N_("Radio spot"),
    "radio_drama": N_("Radio drama"),
    "video": N_("Video"),
    "spot": N_("Spot (no source says whether for radio or television)"),
    "poster": N_("Poster"),
    "leaflet": N_("Leaflet"),
    "pocket_card": N_("Pocket card"),
    "sticker": N_("Sticker"),
    "print": N_("Other printed material"),
    "script": N_("Script"),
    "social_image": N_("Picture for social networks"),
    "digital": N_("Web and social networks"),
    "game": N_("Game"),
    "toolkit": N_("Guide or toolkit"),
    "training": N_("Training"),
    "event": N_("Event"),
    "read_aloud": N_("Numbers read aloud"),
    "campaign": N_("Campaign (no source says with which materials)"),
    "other": N_("Other"),
}
