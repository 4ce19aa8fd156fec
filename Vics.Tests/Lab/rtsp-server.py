#!/usr/bin/python3
"""A camera's RTSP side: GStreamer's RTSP server with a moving test picture.

    rtsp-server.py --port 8554 [--path /stream1] [--codec h264|mjpeg] [--pattern ball] [--size 320x240] [--fps 10]
                   [--user NAME --password WORD [--auth digest|basic]]

It serves on 127.0.0.1 until it is ended.
"""
import argparse

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

ENCODERS = {
    "h264": "x264enc tune=zerolatency speed-preset=ultrafast bitrate=500 key-int-max={fps} ! video/x-h264,profile=baseline"
            " ! rtph264pay name=pay0 pt=96 config-interval=1",
    "mjpeg": "jpegenc ! rtpjpegpay name=pay0 pt=26",
}


def read_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", required=True)
    parser.add_argument("--path", default="/stream1")
    parser.add_argument("--codec", choices=ENCODERS, default="h264")
    parser.add_argument("--pattern", default="ball")
    parser.add_argument("--size", default="320x240")
    parser.add_argument("--fps", type=int, default=10)
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    parser.add_argument("--auth", choices=["digest", "basic"], default="digest")
    return parser.parse_args()


def media(arguments):
    width, height = arguments.size.split("x")
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(
        f"( videotestsrc is-live=true pattern={arguments.pattern} ! video/x-raw,format=I420,width={width},height={height},"
        f"framerate={arguments.fps}/1 ! {ENCODERS[arguments.codec].format(fps=arguments.fps)} )")
    factory.set_shared(True)
    return factory


def demand_account(server, factory, arguments):
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    if arguments.auth == "digest":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(arguments.user, arguments.password, token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(arguments.user, arguments.password), token)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("viewer", "media.factory.access", True)
    permissions.add_permission_for_role("viewer", "media.factory.construct", True)
    factory.set_permissions(permissions)
    server.set_auth(auth)


def main():
    arguments = read_arguments()
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(arguments.port)
    factory = media(arguments)
    if arguments.user:
        demand_account(server, factory, arguments)
    server.get_mount_points().add_factory(arguments.path, factory)
    if server.attach(None) == 0:
        raise SystemExit(f"Port {arguments.port} cannot be had.")
    GLib.MainLoop().run()


main()
