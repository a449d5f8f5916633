"""Calls the stand-in through boto3 and holds every raw response against botocore's service models.

Reads {url, region, calls: [[service, operation, parameters]]} from standard input and prints a list of
{call, problems, error, body}. A problem is a member that the model does not have, a required one that is
missing, or a value of another type, length or enumeration than the model's.
"""
import functools
import json
import re
import sys
import urllib.error
import urllib.request
import xml.etree.ElementTree as ElementTree

import boto3
import botocore.session
from botocore import parsers, serialize, xform_name
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.model import ServiceModel

# Newer than some botocore that this runs with; newer models have them, and are held to them.
NEWER_MEMBERS = {'ScalableTargetARN', 'StateTransitionedTimestamp', 'EnableDetailedObservability'}
NEWER_VALUES = {'Runtime': re.compile(r'python3\.\d+')}


def check(value, shape, path, problems):
    kind = shape.type_name
    if kind == 'structure':
        if not isinstance(value, dict):
            return problems.append(f'{path} is {value!r}, not a structure')
        body = {
            member.serialization.get('name', name): (name, member)
            for name, member in shape.members.items()
            if 'location' not in member.serialization
        }
        for key, item in value.items():
            if key not in body and key in NEWER_MEMBERS:
                continue
            if key not in body:
                problems.append(f'{path}.{key} is not in the model')
            elif item is None:
                problems.append(f'{path}.{key} is null')
            else:
                check(item, body[key][1], f'{path}.{key}', problems)
        given = {body[key][0] for key in value if key in body}
        for name in shape.required_members:
            if name not in given:
                problems.append(f'{path}.{name} is missing')
    elif kind == 'list':
        if not isinstance(value, list):
            return problems.append(f'{path} is {value!r}, not a list')
        for number, item in enumerate(value):
            check(item, shape.member, f'{path}[{number}]', problems)
    elif kind == 'map':
        for key, item in value.items():
            check(item, shape.value, f'{path}.{key}', problems)
    else:
        check_scalar(value, shape, path, problems)


def check_scalar(value, shape, path, problems):
    kind = shape.type_name
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    fits = {
        'string': isinstance(value, str),
        'blob': isinstance(value, str),
        'boolean': isinstance(value, bool),
        'integer': is_number and not isinstance(value, float),
        'long': is_number and not isinstance(value, float),
        'float': is_number,
        'double': is_number,
        'timestamp': is_number,
    }
    if not fits[kind]:
        return problems.append(f'{path} is {value!r}, not a {kind}')
    member = path.rsplit('.', 1)[-1]
    newer = member in NEWER_VALUES and NEWER_VALUES[member].fullmatch(str(value))
    allowed = getattr(shape, 'enum', None) if kind == 'string' else None
    if allowed and value not in allowed and not newer:
        problems.append(f'{path} is {value!r}, not one of {allowed}')
    least, most = shape.metadata.get('min'), shape.metadata.get('max')
    size = len(value) if isinstance(value, str) else value
    if kind != 'boolean' and (least is not None and size < least or most is not None and size > most):
        problems.append(f'{path} is {value!r}, not within {least} to {most}')


def tree_of(element, shape):
    """XML as the JSON that it stands for; what the model does not know keeps its text."""
    kind = shape.type_name if shape is not None else None
    tag = lambda child: child.tag.split('}')[-1]
    if kind == 'structure':
        return {tag(child): tree_of(child, shape.members.get(tag(child))) for child in element}
    if kind == 'list':
        return [tree_of(child, shape.member) for child in element]
    if kind == 'map':
        return {entry[0].text: tree_of(entry[1], shape.value) for entry in element}
    text = element.text or ''
    if kind in ('integer', 'long'):
        return int(text) if re.fullmatch(r'-?\d+', text) else text
    if kind in ('float', 'double'):
        return float(text)
    if kind == 'boolean':
        return {'true': True, 'false': False}.get(text, text)
    if kind == 'timestamp':
        return 0.0 if re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z', text) else text
    return text


def body_of(raw, shape, protocol, operation):
    if protocol != 'query':
        return json.loads(raw) if raw else {}
    root = ElementTree.fromstring(raw)
    result = next(child for child in root if child.tag.endswith(f'{operation}Result'))
    return tree_of(result, shape)


def problems_in(raw, operation_model, protocol):
    shape = operation_model.output_shape
    if shape is None or 'payload' in shape.serialization:
        return []
    problems = []
    body = body_of(raw, shape, protocol, operation_model.name)
    check(body, shape, operation_model.name, problems)
    return problems


seen = {}
original_parse = parsers.ResponseParser.parse


def remembering_parse(self, response, shape):
    seen['status'], seen['body'] = response['status_code'], response['body']
    return original_parse(self, response, shape)


parsers.ResponseParser.parse = remembering_parse


@functools.lru_cache(maxsize=None)
def client_for(service, url, region):
    config = Config(retries={'max_attempts': 0})
    return boto3.client(service, endpoint_url=url, region_name=region, config=config)


def through_boto3(url, region, service, operation, parameters):
    client = client_for(service, url, region)
    model = client.meta.service_model.operation_model(operation)
    # An older botocore refuses to send what it does not know.
    known = model.input_shape.members if model.input_shape else {}
    parameters = {name: value for name, value in parameters.items() if name in known}
    try:
        answer = getattr(client, xform_name(operation))(**parameters)
    except ClientError as error:
        return [], f"{error.response['Error']['Code']}: {error.response['Error']['Message']}", ''
    if hasattr(answer.get('Body', answer.get('Payload')), 'read'):
        return [], None, answer.get('Body', answer.get('Payload')).read().decode()
    protocol = client.meta.service_model.metadata['protocol']
    text = seen['body'].decode() if isinstance(seen['body'], bytes) else str(seen['body'])
    return problems_in(text, model, 'query' if protocol == 'query' else 'json'), None, text


def cloudwatch_as_json(url, region, operation, parameters):
    """CloudWatch by JSON, as newer SDKs speak it, whatever this botocore speaks."""
    loader = botocore.session.get_session().get_component('data_loader')
    description = loader.load_service_model('cloudwatch', 'service-2')
    description['metadata'].update(
        protocol='json', jsonVersion='1.0', targetPrefix='GraniteServiceVersion20100801'
    )
    model = ServiceModel(description).operation_model(operation)
    request = serialize.create_serializer('json', False).serialize_to_request(parameters, model)
    scope = f'KEY/20260101/{region}/monitoring/aws4_request'
    headers = {
        **request['headers'],
        'authorization': f'AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=abc',
    }
    body = request['body'].encode() if isinstance(request['body'], str) else request['body']
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as answer:
            text = answer.read().decode()
    except urllib.error.HTTPError as error:
        return [], error.read().decode(), ''
    return problems_in(text, model, 'json'), None, text


def main():
    asked = json.load(sys.stdin)
    url, region = asked['url'], asked['region']
    results = []
    for service, operation, parameters in asked['calls']:
        ways = [through_boto3(url, region, service, operation, parameters)]
        if service == 'cloudwatch':
            ways.append(cloudwatch_as_json(url, region, operation, parameters))
        for problems, error, body in ways:
            results.append(
                {'call': f'{service} {operation}', 'problems': problems, 'error': error, 'body': body}
            )
    print(json.dumps(results))


main()
