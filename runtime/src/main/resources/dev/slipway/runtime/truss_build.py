"""Makes of an unpacked Truss the directory that its container would have as /app.

    truss_build.py SOURCE APP PLAN

Runs on the Python of an environment that has `truss`, and lets Truss itself say what its image would
hold: the server, the whole config, the requirements. SOURCE's own directories are moved, not copied.
PLAN is given `python_minor`, `first_requirements.txt`, `requirements.txt` and `constraints.txt`, in
the order in which the image would install them.

What of the config has no effect is said by the server before (ConfigReview). Exits 1 with a sentence
on standard output where the model cannot be built.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

# The default of pip; it would win over the index that the server's pip is configured for.
DEFAULT_INDEX = "-i https://pypi.org/simple"


def fail(sentence):
    print(sentence)
    sys.exit(1)


def warn(sentence):
    print(f"WARNING {sentence}")


def read_config(source):
    from truss.base.truss_config import TrussConfig

    path = source / "config.yaml"
    if not path.is_file():
        fail("The archive has no config.yaml (expected: the files of a Truss, config.yaml at the top).")
    try:
        return TrussConfig.from_yaml(path)
    except Exception as error:
        fail(f"config.yaml: Truss refuses it: {error}")


def check(source, config):
    module = source / config.model_module_dir / config.model_class_filename
    if not module.is_file():
        fail(
            f"{config.model_module_dir}/{config.model_class_filename} is not in the archive (expected: "
            "the model's class; or in config.yaml a docker_server with a start_command)."
        )
    if config.trt_llm is not None:
        fail("config.yaml: trt_llm needs the engine builder and a GPU; it cannot be built here.")
    given = config.to_dict(verbose=False)
    if given.get("weights") or config.model_cache.is_v2:
        fail(
            "config.yaml: weights and model_cache with use_volume are delivered by a volume that is not "
            "there (expected: left out; let load() download what it needs)."
        )


def without_what_is_ignored(config):
    """Truss would look these up on the network, or they change nothing here."""
    kept = config.to_dict(verbose=False)
    for name in ("model_cache", "external_data", "live_reload", "base_image", "build_commands"):
        kept.pop(name, None)
    return kept


def context(source, config, directory):
    """What Truss's image builder writes for this config, without the model's own files."""
    import yaml
    from truss.contexts.image_builder.serving_image_builder import ServingImageBuilderContext

    skeleton = directory / "skeleton"
    skeleton.mkdir()
    (skeleton / "config.yaml").write_text(yaml.safe_dump(without_what_is_ignored(config)))
    if config.requirements_file:
        for name in {Path(config.requirements_file), Path(config.requirements_file).parent / "pyproject.toml"}:
            if (source / name).is_file():
                (skeleton / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / name, skeleton / name)
    built = directory / "context"
    built.mkdir()
    ServingImageBuilderContext.run(skeleton).prepare_image_build_dir(built)
    return built


def first_requirements(source, config):
    """Those of the requirements_file, which the image installs before the others."""
    if not config.requirements_file:
        return ""
    path = source / config.requirements_file
    if not path.is_file():
        fail(f"requirements_file: {config.requirements_file} is not in the archive.")
    if config.requirements_file_type.value == "pip":
        return path.read_text()
    if config.requirements_file_type.value == "uv_lock":
        warn("requirements_file: uv.lock is not read; what its pyproject.toml asks for is installed")
    return "\n".join(config.load_requirements_from_file(source)) + "\n"


def portable(requirements):
    kept = (line for line in requirements.splitlines() if line.strip() != DEFAULT_INDEX)
    return "\n".join(kept) + "\n"


def move_model(source, app, config):
    os.rename(source / config.model_module_dir, app / config.model_module_dir)
    for name in (config.data_dir, config.bundled_packages_dir):
        if (source / name).is_dir():
            os.rename(source / name, app / name)
    if config.external_data is not None:
        from truss.util.download import download_external_data

        download_external_data(config.external_data, app / config.data_dir)


def main(source, app, plan):
    import yaml

    config = read_config(source)
    check(source, config)
    with tempfile.TemporaryDirectory() as directory:
        built = context(source, config, Path(directory))
        shutil.move(built / "server", app)
        (plan / "requirements.txt").write_text(portable((built / "requirements.txt").read_text()))
        (plan / "constraints.txt").write_text((built / "constraints.txt").read_text())
    (app / "config.yaml").write_text(yaml.safe_dump(config.to_dict(verbose=True)))
    (plan / "first_requirements.txt").write_text(first_requirements(source, config))
    (plan / "python_minor").write_text(config.canonical_python_version.split(".")[1])
    move_model(source, app, config)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
