"""Functions for AWS's own Python runtime that know API Gateway, load balancers or function URLs, and no batches."""

import base64
import json


def echo(event, context):
    """The event itself, as the body."""
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(event)}


def http_api(event, context):
    """Leaves it to API Gateway to make a response of what it returns."""
    if event["requestContext"]["http"]["method"] == "GET":
        return {"name": event["pathParameters"]["id"], "color": event["queryStringParameters"]["color"]}
    return "héllo"


def rest_api(event, context):
    return {
        "statusCode": 201,
        "headers": {"X-Method": event["httpMethod"], "X-Twice": "1"},
        "multiValueHeaders": {"X-Twice": ["1", "2"], "Set-Cookie": ["a=1", "b=2"]},
        "body": json.dumps([event["pathParameters"]["id"], event["multiValueQueryStringParameters"]["color"]]),
    }


def load_balancer(event, context):
    assert event["requestContext"]["elb"]["targetGroupArn"].startswith("arn:aws:elasticloadbalancing:")
    color = (event.get("queryStringParameters") or event.get("multiValueQueryStringParameters"))["color"]
    return {
        "statusCode": 200, "statusDescription": "200 OK", "isBase64Encoded": False,
        "headers": {"X-Kind": "single"}, "multiValueHeaders": {"X-Kind": ["one", "two"]},
        "body": json.dumps([event["path"], color]),
    }


def function_url(event, context):
    body = f"{event['rawPath']} {event['requestContext']['accountId']}".encode()
    return {
        "statusCode": 200, "headers": {"content-type": "application/octet-stream"}, "cookies": ["a=1", "b=2"],
        "body": base64.b64encode(body + b"\0\xff").decode(), "isBase64Encoded": True,
    }


def no_answer(event, context):
    """What API Gateway's REST API and load balancers refuse."""
    return {"message": "no status"}


def fails(event, context):
    raise ValueError("a secret")


def batched(event, context):
    """Whatever the items look like: an adapter in three lines, around `echo`."""
    records = [{"id": item["requestContext"]["requestId"], **echo(item, context)} for item in event["batch"]]
    return {"v": 1, "responses": records}
