"""Refusals of data that the document allows: what a schema cannot say.

Each pattern is of the server's message, and stands for one rule. A refusal of well-formed data that
none of them matches fails the run: the rule belongs into docs/api/openapi.yaml, or here.
"""

# Fields that go together, or not.
FIELDS = (
    r"^cursor: ",  # the server's own, opaque to callers
    r"^reason: given as query parameter and in the body",
    r"^name, model_id: (neither|both) given",
    r"^team_id: given \(expected: only with name\)",
    r"^timeout_seconds: given without wait",
    r"^dry_run: true together with wait",
    r"_epoch_millis: (after|not before) end_epoch_millis",
    r"_epoch_millis, end_epoch_millis: more than 7 days apart",
    r"_epoch_millis: given \(expected: left out in mode CURRENT",
    r"config\.yaml:\d+:\d+: The key '.*' is there twice",  # in raw_config
    r"^search_pattern: ",  # whether a text is an RE2 expression
    r"^webhook_endpoint: expected an https:// URL",  # which schemes and hosts
    r"^This path speaks WebSocket",  # a handshake's headers are HTTP's, not the document's
    r"(environment_name|deployment_name): given \(expected: left out where is_development",
    r"preserve_env_instance_type: false \(expected: ",
    r"^model_ids: not for keys of type",
    r"^min_replica: \d+ \(expected: at most max_replica",
    r"^max_surge_percent: \d+, max_unavailable_percent: \d+ \(expected: exactly one",
)

# What the published document has, and this server says that it has not.
ABSENT = (
    r"^autoscaling_schedule_settings: schedules are not available yet",
    r"accelerator: set|use_gpu: set|grpc is not available yet",
    r"config\.yaml(:\d+)?: (weights|model_cache): .*delivered by a volume that is not there",
    r"config\.yaml(:\d+)?: (trt_llm|bis_llm): needs an engine builder",
)

# What there is already, or not.
STATE = (
    r"^Environment \S+ (cannot be deleted|has no deployment|has no in progress promotion)",
    r"^Environment \S+ already has an in progress promotion",
    r"^Deployment \S+ \(.*\) is inactive\. Activate it",
    r"^Deployment \S+ takes part in the promotion",
    r"fixed for the development deployment\)$",
    r"^The development deployment cannot be renamed",
    r"^The promotion to \S+ moves all traffic in one step",
    r"^The candidate \S+ has no ready replica",
    r"^Model \S+ was created with disable_archive_download",
    r"^(model|deployment|environment) name: '.*' is taken",
    r"^name: a model '.*' exists",
    r"^name: the API key \S+ has the name '.*'",
    r"^model_ids: model '.*' does not exist",
    r"s3_key: \".*\": no such archive",
    r"^Idempotency-Key: another call was accepted under this key",
)

# With 404: a new model does not have what these paths name.
NOT_MADE = (r"^Model \S+ has no (development|production) deployment",)

ALLOWED = FIELDS + ABSENT + STATE
