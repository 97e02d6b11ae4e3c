"""Runs Truss's own server, as its container would, on a machine that is no container.

Started in the directory that truss_build.py made. The server's code is Truss's, unchanged; what it
takes for granted in a container is given to it here:

    PORT                where it listens; SLIPWAY_HOST: on which address (a container's is any)
    SLIPWAY_SECRET_<n>  NAME=VALUE of a secret, whatever characters its name has
    SLIPWAY_DYNAMIC     in place of /etc/b10_dynamic_config, where the file `environment` is
    packages/           in place of /packages
"""

import logging
import os
import sys
import types
from pathlib import Path

# Longer than the gateway keeps an idle connection, so that it is never the server that closes one
# on which a request is on its way.
KEEP_ALIVE_SECONDS = 130


class NoFile:
    """In place of the file in the home directory that tells a container's other processes of a crash."""

    def exists(self):
        return False

    def touch(self):
        pass


def hand_over_secrets():
    from _truss_shared.secrets_resolver import SecretsResolver

    prefix = "SLIPWAY_SECRET_"
    for variable in [name for name in os.environ if name.startswith(prefix)]:
        name, _, value = os.environ.pop(variable).partition("=")
        os.environ[SecretsResolver.SECRET_ENV_VAR_PREFIX + name] = value
    # This machine's own /secrets are not the model's.
    SecretsResolver.SECRETS_MOUNT_DIR = os.path.join(os.environ["SLIPWAY_DYNAMIC"], "secrets")


def write_plain_logs():
    """Lines for people, with the id of the request that they are about."""
    os.environ["DISABLE_JSON_LOGGING"] = "1"
    from _truss_shared import log_config

    make_record = logging.getLogRecordFactory()
    make_config = log_config.make_log_config

    def record(*args, **kwargs):
        made = make_record(*args, **kwargs)
        request = log_config.request_id_context.get()
        made.request = f" request_id={request}" if request else ""
        return made

    def config(level):
        made = make_config(level)
        for formatter in made["formatters"].values():
            formatter["format"] = "%(levelname)s %(message)s%(request)s"
        return made

    logging.setLogRecordFactory(record)
    log_config.make_log_config = config


def main():
    app = Path.cwd()
    sys.path[0] = str(app)
    hand_over_secrets()
    write_plain_logs()

    from _truss_shared import dynamic_config_resolver

    dynamic_config_resolver.DYNAMIC_CONFIG_MOUNT_DIR = os.environ["SLIPWAY_DYNAMIC"]

    import truss_server
    import uvicorn
    import yaml

    config = yaml.safe_load((app / "config.yaml").read_text())
    packages = app / config["bundled_packages_dir"]
    if packages.is_dir():
        sys.path.append(str(packages))

    def listening(application, **options):
        options.update(host=os.environ["SLIPWAY_HOST"], timeout_keep_alive=KEEP_ALIVE_SECONDS)
        return uvicorn.Config(application, **options)

    truss_server.uvicorn = types.SimpleNamespace(Config=listening, Server=uvicorn.Server)
    truss_server.INFERENCE_SERVER_FAILED_FILE = NoFile()
    truss_server.TrussServer(int(os.environ["PORT"]), "config.yaml").start()


if __name__ == "__main__":
    main()
