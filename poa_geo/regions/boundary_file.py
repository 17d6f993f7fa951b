"""Reading a boundary file of any common format: rows and polygons in WGS 84, or one clear refusal.

GeoJSON is parsed here and the first bytes of every other file are checked before the geodata library opens it: some of
its formats are recognised by content and can name other files or addresses to read.
"""

import gzip
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from poa_geo.errors import BoundaryRejected
from poa_geo.texts import mark, t

MAX_BYTES = 600_000_000
"""Largest file, also after unpacking; all kecamatan of the country at full detail stay well below."""

INDONESIA = shapely.box(92.0, -14.0, 144.0, 9.0)
"""Everything that is Indonesian, with room to spare."""

_CHUNK = 1 << 20
_MAX_MEMBERS = 200
_FORMATS = "GeoJSON, GPKG, Shapefile (zip), GeoParquet"


@dataclass(frozen=True)
class BoundaryTable:
    """Rows of a boundary file.

    Attributes
    ----------
    columns : mapping of column name to array of object, shape (n,)
    geometry : array of Geometry or None, shape (n,)
        Two-dimensional, EPSG:4326; rings may still be invalid.

    """

    columns: Mapping[str, NDArray[Any]]
    geometry: NDArray[Any]


def read_boundary_file(path: Path, layer: str | None = None) -> BoundaryTable:
    """Read GeoJSON (also packed with gzip), GPKG, Shapefile, a zip of these, or GeoParquet.

    Parameters
    ----------
    path : Path
    layer : str, optional
        Needed where a file holds several layers.

    Raises
    ------
    BoundaryRejected
        If the file is too large, of an unknown format, empty, or in an unknown place on Earth.

    """
    if not path.is_file():
        raise BoundaryRejected(reason=t("berkas {file} tidak ditemukan.", file=path.name))
    if path.stat().st_size > MAX_BYTES:
        raise _too_large(path)
    try:
        columns, geometry, crs = _reader(path)(path, layer)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        OSError,
        ValueError,
        EOFError,
    ) as error:
        raise BoundaryRejected(reason=t("berkas {file} rusak atau tidak lengkap.", file=path.name)) from error
    if not len(geometry):
        raise BoundaryRejected(reason=t("berkas {file} tidak berisi satu wilayah pun.", file=path.name))
    return BoundaryTable(columns, _in_wgs84(shapely.force_2d(geometry), crs, path))


_Content = tuple[Mapping[str, NDArray[Any]], NDArray[Any], Any]


def _reader(path: Path) -> Callable[[Path, str | None], _Content]:
    name = path.name.lower()
    for suffixes, reader in _READERS.items():
        if name.endswith(suffixes):
            return reader
    raise BoundaryRejected(
        reason=t(
            "berkas {file} bukan salah satu format yang didukung: {formats}.",
            file=path.name,
            formats=_FORMATS,
        )
    )


def _too_large(path: Path) -> BoundaryRejected:
    message = mark("berkas {file} melebihi {limit} MB setelah dibuka. Sederhanakan atau bagi per provinsi.")
    return BoundaryRejected(reason=t(message, file=path.name, limit=MAX_BYTES // 1_000_000))


def _read_geojson(path: Path, _layer: str | None) -> _Content:
    content = json.loads(_unpacked(path).decode("utf-8-sig"))
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise BoundaryRejected(reason=t("berkas {file} bukan GeoJSON FeatureCollection.", file=path.name))
    properties = [_mapping(feature, "properties") for feature in features]
    names = dict.fromkeys(name for row in properties for name in row)
    columns = {name: _objects([row.get(name) for row in properties]) for name in names}
    texts = _objects([json.dumps(_mapping(feature, "geometry")) for feature in features])
    crs = _mapping(_mapping(content, "crs"), "properties").get("name", "EPSG:4326")
    return columns, shapely.from_geojson(texts, on_invalid="ignore"), crs


def _mapping(holder: Any, key: str) -> dict[str, Any]:
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, dict) else {}


def _objects(values: list[Any]) -> NDArray[Any]:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _unpacked(path: Path) -> bytes:
    if not path.name.lower().endswith(".gz"):
        return path.read_bytes()
    with gzip.open(path) as packed:
        content = packed.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise _too_large(path)
    return content


def _read_geopackage(path: Path, layer: str | None) -> _Content:
    _expect_start(path, b"SQLite format 3\x00")
    return _read_layer(path, layer)


def _read_shapefile(path: Path, layer: str | None) -> _Content:
    _expect_start(path, b"\x00\x00\x27\x0a")
    return _read_layer(path, layer)


def _expect_start(path: Path, start: bytes) -> None:
    with path.open("rb") as file:
        if file.read(len(start)) != start:
            raise BoundaryRejected(reason=t("isi berkas {file} tidak sesuai dengan akhiran namanya.", file=path.name))


def _read_layer(path: Path, layer: str | None) -> _Content:
    layers = [str(name) for name, geometry_type in pyogrio.list_layers(path) if geometry_type is not None]
    if layer is None and len(layers) > 1:
        message = mark("berkas {file} berisi beberapa lapisan ({layers}). Sebutkan satu lapisan.")
        raise BoundaryRejected(reason=t(message, file=path.name, layers=", ".join(layers)))
    meta, _, wkb, fields = pyogrio.raw.read(path, layer=layer or (layers[0] if layers else None))
    columns = {str(name): field.astype(object) for name, field in zip(meta["fields"], fields, strict=True)}
    return columns, shapely.from_wkb(wkb, on_invalid="ignore"), meta["crs"]


def _read_geoparquet(path: Path, _layer: str | None) -> _Content:
    _expect_start(path, b"PAR1")
    import geopandas  # slow to import, and needed for this format alone

    frame = geopandas.read_parquet(path)
    columns = {str(name): frame[name].to_numpy(dtype=object) for name in frame.columns.drop(frame.geometry.name)}
    return columns, frame.geometry.to_numpy(dtype=object), frame.crs


def _read_zip(path: Path, layer: str | None) -> _Content:
    with TemporaryDirectory() as folder:
        files = _extracted(path, Path(folder))
        readable = sorted(file for file in files if file.name.lower().endswith(_IN_ZIP))
        if len(readable) != 1:
            message = mark("zip {file} harus berisi tepat satu Shapefile, GPKG atau GeoJSON; isinya {count}.")
            raise BoundaryRejected(reason=t(message, file=path.name, count=len(readable)))
        return _reader(readable[0])(readable[0], layer)


def _extracted(path: Path, folder: Path) -> list[Path]:
    """Unpack all members flat (a name can then point nowhere else), never more than the limit."""
    files, left = [], MAX_BYTES
    with _opened_zip(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > MAX_BYTES:
            raise _too_large(path)
        for member in members:
            target = folder / Path(member.filename.replace("\\", "/")).name
            with archive.open(member) as source, target.open("wb") as out:
                while chunk := source.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:  # the size stated in the archive was a lie
                        raise _too_large(path)
                    out.write(chunk)
            files.append(target)
    return files


def _opened_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise BoundaryRejected(reason=t("berkas {file} rusak atau tidak lengkap.", file=path.name)) from error


_READERS: dict[tuple[str, ...], Callable[[Path, str | None], _Content]] = {
    (".geojson", ".json", ".geojson.gz", ".json.gz"): _read_geojson,
    (".gpkg",): _read_geopackage,
    (".shp",): _read_shapefile,
    (".parquet", ".geoparquet"): _read_geoparquet,
    (".zip",): _read_zip,
}
_IN_ZIP = (".geojson", ".json", ".gpkg", ".shp")


def _in_wgs84(geometry: NDArray[Any], crs: Any, path: Path) -> NDArray[Any]:
    try:
        system = CRS.from_user_input(crs) if crs else CRS.from_epsg(4326)
    except CRSError as error:
        raise BoundaryRejected(reason=t("sistem koordinat berkas {file} tidak dikenali.", file=path.name)) from error
    if not system.equals(CRS.from_epsg(4326), ignore_axis_order=True):
        project = Transformer.from_crs(system, 4326, always_xy=True).transform
        geometry = shapely.transform(geometry, project, interleaved=False)
    if not _lies_in(geometry, shapely.box(-180, -180, 180, 180)):  # swapped degrees are degrees; metres are not
        message = mark(
            "koordinat berkas {file} bukan derajat dan sistem koordinatnya tidak disebut. "
            "Sertakan berkas .prj atau simpan ulang dalam EPSG:4326."
        )
        raise BoundaryRejected(reason=t(message, file=path.name))
    return geometry


def check_in_indonesia(geometry: NDArray[Any], file: str) -> None:
    """Refuse shapes that do not lie in Indonesia, and say so when longitude and latitude are swapped."""
    if _lies_in(geometry, INDONESIA):
        return
    if _lies_in(geometry, shapely.transform(INDONESIA, lambda xy: xy[:, ::-1])):
        message = mark("bujur dan lintang pada berkas {file} tertukar. Simpan ulang dengan bujur lebih dulu.")
        raise BoundaryRejected(reason=t(message, file=file))
    raise BoundaryRejected(reason=t("berkas {file} memuat tempat di luar Indonesia.", file=file))


def _lies_in(geometry: NDArray[Any], extent: Any) -> bool:
    bounds = shapely.total_bounds(geometry)
    return bool(np.isfinite(bounds).all() and shapely.covers(extent, shapely.box(*bounds)))
