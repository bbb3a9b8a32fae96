"""What an operator does on a bad day, tried on moto: going back to the version before, restoring a table, changing one.

Each drill returns the sentences of what went wrong. docs/operations.md and docs/deploy.md have the same steps.
"""

import copy
import json
import os
import subprocess

from moto.core.exceptions import JsonRESTError
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.table import Table

INDEXES = ("LocalSecondaryIndexes", "GlobalSecondaryIndexes")


def refuse(sentence):
    raise JsonRESTError("ValidationError", sentence)


def shape(properties):
    """What of a table cannot be changed: its keys and its local indexes."""
    local = {one["IndexName"]: [one["KeySchema"], one["Projection"]] for one in properties.get(INDEXES[0], [])}
    return json.dumps([properties["KeySchema"], local], sort_keys=True)


def global_indexes(properties):
    return {one["IndexName"]: one for one in properties.get(INDEXES[1], [])}


def teach_tables():
    """moto makes a table without its time to live and its recovery, and an update of a table does nothing. CloudFormation
    does both, by these rules of its documentation."""
    create = Table.create_from_cloudformation_json.__func__

    def settle(table, properties, backend):
        if "TimeToLiveSpecification" in properties:
            backend.update_time_to_live(table.name, properties["TimeToLiveSpecification"])
        if "PointInTimeRecoverySpecification" in properties:
            backend.update_continuous_backups(table.name, properties["PointInTimeRecoverySpecification"])
        table.rehearsed = properties
        return table

    def created(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
        table = create(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs)
        return settle(table, cloudformation_json["Properties"], dynamodb_backends[account_id][region_name])

    def updated(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
        backend = dynamodb_backends[account_id][region_name]
        before, after = original_resource.rehearsed, cloudformation_json["Properties"]
        if after["TableName"] != before["TableName"]:
            # UpdateReplacePolicy: Retain keeps the old one.
            return created(cls, after["TableName"], cloudformation_json, account_id, region_name)
        if shape(after) != shape(before):
            refuse(f"CloudFormation cannot update a stack when a custom-named resource requires replacing: {after['TableName']}")
        old, new = global_indexes(before), global_indexes(after)
        changes = [{"Create": new[name]} for name in new if name not in old]
        changes += [{"Delete": {"IndexName": name}} for name in old if name not in new]
        if len(changes) > 1:
            refuse("Cannot perform more than one GSI creation or deletion in a single update")
        backend.update_table(after["TableName"], after["AttributeDefinitions"], changes, None, None, None,
                             after.get("DeletionProtectionEnabled", False), None)
        return settle(original_resource, after, backend)

    Table.create_from_cloudformation_json = classmethod(created)
    Table.update_from_cloudformation_json = classmethod(updated)


class Drill:
    def __init__(self, client, stack, upload, change_set):
        self.client, self.stack, self.upload, self.change_set = client, stack, upload, change_set
        self.dynamodb = client("dynamodb")
        self.faults = []
        self.count = 0

    def check(self, is_so, sentence):
        if not is_so:
            self.faults.append(f"{self.stack}: {sentence}")

    def deploy(self, template, name):
        """As a deployment does. Returns what the change set said that it would change."""
        self.count += 1
        unique = f"{name}-{self.count}"
        made = self.change_set(self.stack, self.upload(f"{unique}.json", template), unique)
        self.client("cloudformation").execute_change_set(StackName=self.stack, ChangeSetName=unique)
        status = self.client("cloudformation").describe_stacks(StackName=self.stack)["Stacks"][0]["StackStatus"]
        self.check(status == "UPDATE_COMPLETE", f"after {name} the stack is {status}.")
        return made["changes"]

    def items(self, table):
        found = self.dynamodb.scan(TableName=table)["Items"]
        return {one["orderId"]["S"]: one for one in found}

    def put(self, table, order_id, text="as it was"):
        item = {"store": {"S": "coolbike"}, "orderId": {"S": order_id}, "turn": {"S": order_id}, "order": {"S": text}}
        self.dynamodb.put_item(TableName=table, Item=item)

    def functions(self, template):
        names = [one["Properties"]["FunctionName"] for one in template["Resources"].values()
                 if one["Type"] == "AWS::Lambda::Function"]
        got = [self.client("lambda").get_function_configuration(FunctionName=name) for name in names]
        return {one["FunctionName"]: [one["Environment"]["Variables"], one["CodeSha256"]] for one in got}

    def expires_by(self, table):
        return self.dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"].get("AttributeName")

    def recovers(self, table):
        described = self.dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
        return described["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"

    def run(self, *words):
        """One of our own commands, on this account that is none."""
        environment = {**os.environ, "AWS_ENDPOINT_URL_DYNAMODB": self.dynamodb.meta.endpoint_url, "AWS_REGION": "us-east-1"}
        ended = subprocess.run([os.environ.get("NODE", "node"), "--disable-warning=ExperimentalWarning", *words],
                               env=environment, capture_output=True, text=True)
        return ended.returncode, ended.stdout + ended.stderr


def table_name(template, logical_id="OrdersTable"):
    return template["Resources"][logical_id]["Properties"]["TableName"]


def roll_back(drill, template, other_bundle):
    """A new version with other code and another setting is deployed, and the version before again."""
    table = table_name(template)
    drill.put(table, "ROLLBACK-1")
    before = drill.functions(template)
    newer = copy.deepcopy(template)
    for one in newer["Resources"].values():
        if one["Type"] == "AWS::Lambda::Function":
            one["Properties"]["Environment"]["Variables"]["LOG_LEVEL"] = "ERROR"
            one["Properties"]["Code"]["S3Key"] = other_bundle
    drill.deploy(newer, "newer")
    now = drill.functions(template)
    same = [name for name in before if now[name][0] == before[name][0] or now[name][1] == before[name][1]]
    drill.check(not same, f"the newer version did not reach {', '.join(same)}.")
    drill.put(table, "ROLLBACK-2")
    drill.deploy(template, "back")
    drill.check(drill.functions(template) == before, "back at the version before, the functions are not as they were.")
    drill.check({"ROLLBACK-1", "ROLLBACK-2"} <= set(drill.items(table)), "the rollback lost orders.")


def restore(drill, template, stage):
    """Orders are damaged. The table is restored beside the live one; some orders are copied back, then the whole table is
    replaced under its own name."""
    dynamodb, table = drill.dynamodb, table_name(template)
    properties = template["Resources"]["OrdersTable"]["Properties"]
    for number in range(1, 4):
        drill.put(table, f"RESTORE-{number}")
    good = drill.items(table)
    restored = f"{table}-restored"
    # moto restores a table as it is now, whatever the time, so it is restored before the damage.
    dynamodb.restore_table_to_point_in_time(SourceTableName=table, TargetTableName=restored, UseLatestRestorableTime=True)
    drill.put(table, "RESTORE-1", "damaged")
    dynamodb.delete_item(TableName=table, Key={"store": {"S": "coolbike"}, "orderId": {"S": "RESTORE-2"}})

    command = ["operations/copy.ts", "--stage", stage, "--table", "Orders", "--from", restored, "--store", "coolbike"]
    status, said = drill.run(*command)
    drill.check(status == 0 and f"1 copied into {table}; {len(good) - 1} were there already" in said,
                f"tables:copy said: {said}")
    drill.check(drill.items(table)["RESTORE-1"]["order"]["S"] == "damaged", "an order that was there was replaced.")
    status, said = drill.run(*command, "RESTORE-1", "--replace")
    drill.check(status == 0 and drill.items(table) == good, f"after tables:copy --replace the orders are not as they were: {said}")

    if properties["DeletionProtectionEnabled"]:
        try:
            dynamodb.delete_table(TableName=table)
            drill.check(False, "the protected table was deleted.")
        except dynamodb.exceptions.ClientError:
            pass
    backup = dynamodb.create_backup(TableName=restored, BackupName="restored")["BackupDetails"]["BackupArn"]
    dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
    dynamodb.delete_table(TableName=table)
    dynamodb.restore_table_from_backup(TargetTableName=table, BackupArn=backup)
    # A restored table has none of these.
    dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=properties["TimeToLiveSpecification"])
    dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    dynamodb.update_table(TableName=table, DeletionProtectionEnabled=properties["DeletionProtectionEnabled"])

    drill.check(drill.items(table) == good, "the restored table has other orders.")
    described = dynamodb.describe_table(TableName=table)["Table"]
    drill.check(shape(described) == shape(properties), f"the restored table has other keys: {shape(described)}")
    drill.check(set(global_indexes(described)) == set(global_indexes(properties)), "the restored table has other indexes.")
    settings = {
        "DeletionProtectionEnabled": described.get("DeletionProtectionEnabled", False),
        "PointInTimeRecoveryEnabled": drill.recovers(table),
        "TimeToLive": drill.expires_by(table),
    }
    wanted = {
        "DeletionProtectionEnabled": properties["DeletionProtectionEnabled"],
        "PointInTimeRecoveryEnabled": True,
        "TimeToLive": properties["TimeToLiveSpecification"]["AttributeName"],
    }
    drill.check(settings == wanted, f"the restored table has {settings}, not {wanted}.")
    page = dynamodb.query(TableName=table, IndexName="outstanding", KeyConditionExpression="#s = :s",
                          ExpressionAttributeNames={"#s": "store"}, ExpressionAttributeValues={":s": {"S": "coolbike"}})
    drill.check(len(page["Items"]) == len(good), "the restored index does not answer.")
    unchanged = drill.change_set(drill.stack, drill.upload("restored.json", template), "restored")["changes"]
    drill.check(not unchanged, f"after the restore a deployment would change {', '.join(unchanged)}.")


def upgrade(drill, template, released):
    """The tables of the last release, with orders in them, become those of today: in place, one new index a deployment."""
    def tables_of(resources):
        return {"Resources": {name: one for name, one in resources.items() if one["Type"] == "AWS::DynamoDB::Table"}}

    wanted = tables_of(copy.deepcopy(template["Resources"]))
    for one in wanted["Resources"].values():
        one["Properties"]["TableName"] += "-upgrade"
    old = {"Resources": {}}
    for name, properties in released["tables"].items():
        old["Resources"][name] = copy.deepcopy(wanted["Resources"][name])
        kept = old["Resources"][name]["Properties"]
        for key in ("TimeToLiveSpecification", *INDEXES):
            kept.pop(key, None)
        kept.update(copy.deepcopy(properties))
    drill.client("cloudformation").create_stack(StackName=drill.stack, TemplateBody=json.dumps(old))
    table = table_name(wanted)
    drill.put(table, "UPGRADE-1")
    before = drill.items(table)
    added = {name: [index for index in global_indexes(one["Properties"]) if name in released["tables"]
                    and index not in global_indexes(released["tables"][name])]
             for name, one in wanted["Resources"].items()}
    deployments = max(1, *(len(indexes) for indexes in added.values()))
    for number in range(1, deployments + 1):
        step = copy.deepcopy(wanted)
        for name, indexes in added.items():
            later = indexes[number:]
            properties = step["Resources"][name]["Properties"]
            if later:
                properties[INDEXES[1]] = [one for one in properties[INDEXES[1]] if one["IndexName"] not in later]
        drill.deploy(step, f"upgrade {number}".replace(" ", "-"))
    drill.check(drill.items(table) == before, "the upgrade lost orders.")
    for name, one in wanted["Resources"].items():
        described = drill.dynamodb.describe_table(TableName=one["Properties"]["TableName"])["Table"]
        drill.check(shape(described) == shape(one["Properties"]), f"{name} was not upgraded.")
        drill.check(set(global_indexes(described)) == set(global_indexes(one["Properties"])), f"{name} lacks an index.")
    drill.check(drill.expires_by(table) == "expiresAt", "orders do not expire after the upgrade.")
    return deployments


def rename(drill, template, stage):
    """A table whose keys change gets another name: the old one stays, and its orders are copied."""
    dynamodb, table = drill.dynamodb, table_name(template)
    older = copy.deepcopy(template)
    older["Resources"]["OrdersTable"]["Properties"]["TableName"] = f"{table}-old"
    drill.deploy(older, "older")
    dynamodb.update_table(TableName=table, DeletionProtectionEnabled=False)
    dynamodb.delete_table(TableName=table)
    drill.put(f"{table}-old", "RENAME-1")
    drill.deploy(template, "renamed")
    drill.check(not drill.items(table), "the new table is not empty.")
    drill.check("RENAME-1" in drill.items(f"{table}-old"), "the old table did not stay.")
    status, said = drill.run("operations/copy.ts", "--stage", stage, "--table", "Orders", "--from", f"{table}-old")
    drill.check(status == 0 and "RENAME-1" in drill.items(table), f"tables:copy said: {said}")
