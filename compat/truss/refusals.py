"""What is wrong with a push is said, and nothing is made of it."""

from baseten.client import managementapi as m


def an_unknown_key_is_refused(t):
    said = t.truss("push", t.directory(t.name("key")), environment=t.environment("abc.unknown"))
    said.failed("401", "no such API key")


def a_key_that_may_not_manage_models_is_refused(t):
    request = m.CreateAPIKeyRequest(type="WORKSPACE_INVOKE")
    key = t.api.post_api_keys(request=request).api_key
    said = t.truss("push", t.directory(t.name("scope")), environment=t.environment(key))
    said.failed("WORKSPACE_INVOKE, which may not do this")


def a_config_that_cannot_run_here_is_refused_before_its_archive_is_sent(t):
    directory = t.directory(t.name("gpu"), more="resources:\n  accelerator: T4\n")
    before = t.server.log().count("/s3/")
    said = t.truss("push", directory)
    said.failed("Validation failed", "config.resources.accelerator")
    assert t.server.log().count("/s3/") == before


def what_a_config_asks_for_in_vain_is_said_before_its_archive_is_sent(t):
    said = t.truss("push", t.directory(t.name("vain"), more="system_packages: [ffmpeg]\n")).ok()
    said.says("system_packages: not installed")
    assert said.text.index("system_packages: not") < said.text.index("was successfully pushed"), said.text


def an_unknown_team_is_refused(t):
    said = t.truss("push", t.directory(t.name("team")), "--team", "nobody")
    said.failed("Team 'nobody' does not exist. Available teams: default")


def a_development_push_is_refused_with_what_to_do(t):
    said = t.truss("push", t.directory(t.name("watch")), "--watch")
    said.failed("are not available", "Push without --watch")


def a_deployment_name_that_is_taken_is_refused(t):
    name = t.name("taken")
    t.push(t.directory(name), "--deployment-name", "one")
    said = t.truss("push", t.directory(name), "--deployment-name", "one")
    said.failed("'one' is taken")


def a_model_that_does_not_start_fails_the_wait(t):
    directory = t.directory(t.name("broken"))
    (directory / "data" / "server.py").write_text("raise SystemExit('no weights')\n")
    said = t.truss("push", directory, "--wait")
    said.failed("Deployment failed with status DEPLOY_FAILED")
