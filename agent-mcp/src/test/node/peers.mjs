// The official TypeScript SDK, in both its lines, as a client of this module's server: over HTTP and over standard input and output, in
// both generations of the protocol. Prints a line for each check that fails, and how many passed.
//
//   node peers.mjs URL COMMAND ARGUMENT…      the server at an address, and the line that starts it at standard input and output
import assert from 'node:assert/strict';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const [url, command, ...args] = process.argv.slice(2);
const identity = { name: 'peers', version: '1' };
const capabilities = { sampling: {}, elicitation: {}, roots: {} };
const sampled = { model: 'm', role: 'assistant', content: { type: 'text', text: 'Paris' } };
const elicited = { action: 'accept', content: { username: 'ann', email: 'a@b.c', name: 'Ann', color: 'red' } };
let passed = 0;
let failed = 0;

async function check(name, what) {
  try {
    await within(what(), 60_000);
    passed++;
  } catch (error) {
    failed++;
    console.log(`${name}: ${error.stack}`);
  }
}

function within(promise, millis) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing within ${millis} ms`)), millis);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const text = result => result.content.map(block => block.text ?? block.type).join(' ');

function oldClient() {
  const client = new OldClient(identity, { capabilities });
  client.setRequestHandler(CreateMessageRequestSchema, async () => sampled);
  client.setRequestHandler(ElicitRequestSchema, async () => elicited);
  return [client, heard => client.setNotificationHandler(ToolListChangedNotificationSchema, heard)];
}

function newClient(mode) {
  const client = new Client(identity, { capabilities, versionNegotiation: { mode } });
  client.setRequestHandler('sampling/createMessage', async () => sampled);
  client.setRequestHandler('elicitation/create', async () => elicited);
  client.setRequestHandler('roots/list', async () => ({ roots: [{ uri: 'file:///srv', name: 'srv' }] }));
  return [client, heard => client.setNotificationHandler('notifications/tools/list_changed', heard)];
}

async function drive(name, [client, onChange], transport, stateless) {
  const pieces = !(transport instanceof StdioClientTransport);
  const each = (what, body) => check(`${name}, ${what}`, body);
  await each('connect', () => client.connect(transport));
  await each('list', async () => {
    const { tools } = await client.listTools();
    assert.ok(tools.length > 25);
    assert.equal(tools.find(tool => tool.name === 'json_schema_2020_12_tool').inputSchema.$defs.address.type, 'object');
  });
  const call = (tool, given = {}, options = undefined) => client.callTool({ name: tool, arguments: given }, ...options ?? []);
  await each('text', async () => assert.match(text(await call('test_simple_text')), /simple text response/));
  await each('many kinds', async () => {
    const { content } = await call('test_multiple_content_types');
    assert.deepEqual(content.map(block => block.type), ['text', 'image', 'resource']);
  });
  await each('failure', async () => assert.equal((await call('test_error_handling')).isError, true));
  await each('wrong arguments', async () => {
    const result = await call('test_sampling', { prompt: 5 });
    assert.equal(result.isError, true);
    assert.match(text(result), /prompt/);
  });
  await each('unknown tool', () => assert.rejects(call('no_such_tool'), /Unknown tool: no_such_tool/));
  await each('progress', async () => {
    const heard = [];
    const options = { onprogress: far => heard.push(far.progress) };
    await call('test_tool_with_progress', {}, client instanceof OldClient ? [undefined, options] : [options]);
    // At standard input and output, all comes in one piece, and the SDK forgets who listens before it tells them.
    assert.deepEqual(heard, [0, 50, 100].slice(0, pieces ? 3 : heard.length));
  });
  await each('sampling', async () => assert.equal(text(await call('test_sampling', { prompt: 'x' })), 'LLM response: Paris'));
  await each('elicitation', async () => assert.match(text(await call('test_elicitation', { message: 'Who?' })), /"username":"ann"/));
  await each('two questions', async () =>
    assert.match(text(await call('test_input_required_result_multi_round')), /Ann.*red/));
  await each('resources', async () => {
    assert.equal((await client.listResources()).resources.length, 3);
    assert.match((await client.readResource({ uri: 'test://static-text' })).contents[0].text, /static text resource/);
    assert.match((await client.readResource({ uri: 'test://template/7/data' })).contents[0].text, /"id":"7"/);
  });
  await each('unknown resource', () => assert.rejects(client.readResource({ uri: 'test://none' })));
  await each('prompts', async () => {
    assert.equal((await client.listPrompts()).prompts.length, 5);
    const prompt = await client.getPrompt({ name: 'test_prompt_with_arguments', arguments: { arg1: 'a', arg2: 'b' } });
    assert.match(prompt.messages[0].content.text, /arg1='a', arg2='b'/);
  });
  await each('change', async () => {
    const changed = new Promise(resolve => onChange(resolve));
    const open = stateless ? await client.listen({ toolsListChanged: true }) : undefined;
    await call('test_trigger_tool_change');
    await changed;
    await open?.close();
  });
  await each('cancelling', async () => {
    const stopping = new AbortController();
    const options = { signal: stopping.signal, onprogress: () => stopping.abort('enough') };
    const result = call('test_tool_with_progress', {}, client instanceof OldClient ? [undefined, options] : [options]);
    await result.catch(error => assert.match(String(error), /enough|abort/i));
    assert.match(text(await call('test_simple_text')), /simple text response/);
  });
  await each('close', () => client.close());
}

const address = new URL(url);
const stdio = () => new StdioClientTransport({ command, args, stderr: 'ignore' });
const newest = { pin: '2026-07-28' };
await drive('SDK 1, HTTP', oldClient(), new OldHttp(address), false);
await drive('SDK 2, HTTP, sessions', newClient('legacy'), new StreamableHTTPClientTransport(address), false);
await drive('SDK 2, HTTP, newest', newClient(newest), new StreamableHTTPClientTransport(address), true);
await drive('SDK 2, stdio, sessions', newClient('legacy'), stdio(), false);
await drive('SDK 2, stdio, newest', newClient(newest), stdio(), true);
console.log(`clients of the TypeScript SDK: ${passed} of ${passed + failed} checks`);
process.exit(failed === 0 && passed === 5 * 17 ? 0 : 1);
