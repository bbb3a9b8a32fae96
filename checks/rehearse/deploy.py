"""Deploys packaged stages to moto's server and prints, as JSON, what came out of it.

    python deploy.py PACKAGE_FOLDER...

moto's CloudFormation knows no API Gateway v2 and no user pools, but moto has their APIs: the classes below join them. What moto knows in
neither way is named in `notMade`.
"""

import json
import os
import sys
import warnings
from pathlib import Path

for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
    os.environ[name] = "rehearsal"
os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "HTTP_PROXY", "http_proxy"):
    os.environ.pop(name, None)
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
warnings.simplefilter("ignore")

sys.path.insert(0, str(Path(__file__).parent))

import boto3
from moto.apigatewayv2.models import apigatewayv2_backends
from moto.cognitoidp.models import cognitoidp_backends
from moto.core.common_models import CloudFormationModel
from moto.server import ThreadedMotoServer

import drills

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/rehearsal"


def lower(value):
    """`RouteKey` of a template is `routeKey` of the API; keys that are data do not occur."""
    if isinstance(value, dict):
        return {key[0].lower() + key[1:]: lower(inner) for key, inner in value.items()}
    return [lower(inner) for inner in value] if isinstance(value, list) else value


class Made:
    def __init__(self, physical_id, attributes=None):
        self.physical_resource_id = physical_id
        self.attributes = attributes or {}

    def get_cfn_attribute(self, name):
        return self.attributes[name]

    def delete(self, account_id, region):
        pass


def teach(cloudformation_type, create):
    """A resource type of CloudFormation, made by moto's own API of that service."""

    class Model(CloudFormationModel):
        # moto counts instances by the service that this names.
        __module__ = "moto.apigatewayv2.models"

        @staticmethod
        def cloudformation_name_type():
            return ""

        @staticmethod
        def cloudformation_type():
            return cloudformation_type

        @classmethod
        def has_cfn_attr(cls, attr):
            return True

        @classmethod
        def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
            backend = apigatewayv2_backends[account_id][region_name]
            return create(backend, cloudformation_json["Properties"])

    taught.append(Model)


taught = []


def absent(*names):
    return {name: None for name in names}


def create_api(backend, given):
    unused = absent("api_key_selection_expression", "cors_configuration", "description", "disable_schema_validation",
                    "route_selection_expression", "version")
    api = backend.create_api(name=given["Name"], protocol_type=given["ProtocolType"], tags={},
                             disable_execute_api_endpoint=given.get("DisableExecuteApiEndpoint"), **unused)
    return Made(api.api_id, {"ApiEndpoint": f"https://{api.api_id}.execute-api.us-east-1.amazonaws.com"})


def create_integration(backend, given):
    unused = absent("connection_id", "connection_type", "content_handling_strategy", "credentials_arn", "description",
                    "integration_method", "integration_subtype", "passthrough_behavior", "request_parameters",
                    "request_templates", "response_parameters", "template_selection_expression", "tls_config")
    made = backend.create_integration(api_id=given["ApiId"], integration_type=given["IntegrationType"],
                                      integration_uri=given["IntegrationUri"],
                                      payload_format_version=given["PayloadFormatVersion"],
                                      timeout_in_millis=given["TimeoutInMillis"], **unused)
    return Made(made.id)


def create_route(backend, given):
    unused = absent("authorization_scopes", "authorizer_id", "model_selection_expression", "operation_name",
                    "request_models", "request_parameters", "route_response_selection_expression")
    made = backend.create_route(api_id=given["ApiId"], route_key=given["RouteKey"], target=given["Target"],
                                api_key_required=False, authorization_type="NONE", **unused)
    return Made(made.route_id)


def create_stage(backend, given):
    backend.create_stage(given["ApiId"], lower(given))
    return Made(given["StageName"])


def create_domain(backend, given):
    backend.create_domain_name(given["DomainName"], lower(given["DomainNameConfigurations"]), {}, {})
    return Made(given["DomainName"], {"RegionalDomainName": "d-rehearsal.execute-api.us-east-1.amazonaws.com",
                                      "RegionalHostedZoneId": "ZREHEARSAL"})


def create_mapping(backend, given):
    made = backend.create_api_mapping(given["ApiId"], "", given["DomainName"], given["Stage"])
    return Made(made.api_mapping_id)


def create_user_pool(backend, given):
    pools = cognitoidp_backends[backend.account_id][backend.region_name]
    made = pools.create_user_pool(given["UserPoolName"], {})
    return Made(made.id, {"Arn": made.arn})


teach("AWS::ApiGatewayV2::Api", create_api)
teach("AWS::ApiGatewayV2::Integration", create_integration)
teach("AWS::ApiGatewayV2::Route", create_route)
teach("AWS::ApiGatewayV2::Stage", create_stage)
teach("AWS::ApiGatewayV2::DomainName", create_domain)
teach("AWS::ApiGatewayV2::ApiMapping", create_mapping)
teach("AWS::Cognito::UserPool", create_user_pool)
drills.teach_tables()


def client(service):
    return boto3.client(service, endpoint_url=endpoint)


def change_set(stack, template_url, name):
    """Makes a change set, as a deployment does. Returns its status, the reason, and what it would change."""
    cloudformation = client("cloudformation")
    cloudformation.create_change_set(StackName=stack, ChangeSetName=name, ChangeSetType="UPDATE", TemplateURL=template_url,
                                     Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"])
    seen = cloudformation.describe_change_set(StackName=stack, ChangeSetName=name)
    changes = [f"{one['ResourceChange']['Action']} {one['ResourceChange']['LogicalResourceId']}"
               for one in seen.get("Changes", [])]
    return {"status": seen["Status"], "reason": seen.get("StatusReason", ""), "changes": changes}


def deploy(folder):
    """As `serverless deploy` does: the bucket first, the bundles into it, then all the rest by a change set."""
    state = json.loads((folder / "serverless-state.json").read_text())
    stage = state["service"]["provider"]["stage"]
    stack = f"{state['service']['service']}-{stage}"
    template = json.loads((folder / "cloudformation-template-update-stack.json").read_text())
    cloudformation = client("cloudformation")
    for parameter in template.get("Parameters", {}).values():
        if parameter["Type"].startswith("AWS::SSM::"):
            client("ssm").put_parameter(Name=parameter["Default"], Type="String", Value=CERTIFICATE)
    cloudformation.create_stack(StackName=stack,
                                TemplateBody=(folder / "cloudformation-template-create-stack.json").read_text())
    resources = cloudformation.describe_stack_resources(StackName=stack)["StackResources"]
    bucket = next(one["PhysicalResourceId"] for one in resources if one["ResourceType"] == "AWS::S3::Bucket")
    s3 = client("s3")
    prefix = state["package"]["artifactDirectoryName"]
    for bundle in folder.glob("*.zip"):
        s3.put_object(Bucket=bucket, Key=f"{prefix}/{bundle.name}", Body=bundle.read_bytes())

    def upload(name, document):
        s3.put_object(Bucket=bucket, Key=f"{prefix}/{name}", Body=json.dumps(document))
        return f"https://s3.amazonaws.com/{bucket}/{prefix}/{name}"

    url = upload("template.json", template)
    first = change_set(stack, url, "first")
    cloudformation.execute_change_set(StackName=stack, ChangeSetName="first")
    made = describe(stack, template)
    second = change_set(stack, url, "second")
    # So that "no change" means something: one change is seen, and as that one only.
    altered = json.loads(json.dumps(template))
    altered["Resources"]["HttpApiLogGroup"]["Properties"]["RetentionInDays"] = 3653
    third = change_set(stack, upload("altered.json", altered), "third")
    drill = drills.Drill(client, stack, upload, change_set)
    bundles = sorted(f"{prefix}/{bundle.name}" for bundle in folder.glob("*.zip"))
    s3.put_object(Bucket=bucket, Key=f"{prefix}/newer.zip", Body=b"newer " + (folder / Path(bundles[0]).name).read_bytes())
    drills.roll_back(drill, template, f"{prefix}/newer.zip")
    drills.restore(drill, template, stage)
    drills.rename(drill, template, stage)
    released = json.loads((Path(__file__).parent / "released-tables.json").read_text())
    other = drills.Drill(client, f"{stack}-upgrade", upload, change_set)
    deployments = drills.upgrade(other, template, released)
    drilled = {"faults": drill.faults + other.faults, "upgradeFrom": released["version"], "deployments": deployments}
    return {"stage": stage, "first": first["status"], "second": second, "altered": third, "drilled": drilled, **made}


def describe(stack, template):
    cloudformation = client("cloudformation")
    dynamodb = client("dynamodb")
    gateway = client("apigatewayv2")
    described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=stack)
    made = {one["LogicalResourceId"]: one for page in pages for one in page["StackResourceSummaries"]}
    known = {model.cloudformation_type() for model in CloudFormationModel.__subclasses__()}
    types = {one["Type"] for one in template["Resources"].values()}
    physical = {logical: one.get("PhysicalResourceId") for logical, one in made.items()}

    tables = []
    for logical, one in template["Resources"].items():
        if one["Type"] == "AWS::DynamoDB::Table":
            tables.append(dynamodb.describe_table(TableName=physical[logical])["Table"])
    functions = {}
    for logical, one in template["Resources"].items():
        if one["Type"] == "AWS::Lambda::Function":
            got = client("lambda").get_function_configuration(FunctionName=one["Properties"]["FunctionName"])
            functions[got["FunctionArn"]] = {
                "name": got["FunctionName"].removeprefix(f"{stack}-"),
                "role": got["Role"].split("/")[-1],
                "environment": got["Environment"]["Variables"],
                "timeout": got["Timeout"],
            }
    api = physical["HttpApi"]
    integrations = {one["IntegrationId"]: one["IntegrationUri"] for one in
                    gateway.get_integrations(ApiId=api)["Items"]}
    routes = []
    for one in gateway.get_routes(ApiId=api)["Items"]:
        uri = integrations[one["Target"].removeprefix("integrations/")]
        routes.append({"key": one["RouteKey"], "function": functions[uri]["name"]})
    return {
        "status": described["StackStatus"],
        "outputs": {one["OutputKey"]: one["OutputValue"] for one in described.get("Outputs", [])},
        "notMade": sorted(types - known),
        "missing": sorted(logical for logical, one in template["Resources"].items()
                          if one["Type"] in known and logical not in made and "Condition" not in one),
        "tables": tables,
        "functions": list(functions.values()),
        "routes": routes,
    }


server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
endpoint = f"http://{host}:{port}"
try:
    print(json.dumps([deploy(Path(folder)) for folder in sys.argv[1:]], default=str))
finally:
    server.stop()
