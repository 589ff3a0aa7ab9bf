// An OpenID provider (npm oidc-provider, certified) for the tests of logins, on a free loopback port.
//
// It says `{"issuer": ".."}` on a line of its standard output once it listens, and then obeys lines of
// its standard input, answering each with a line:
//   app http://127.0.0.1:1234   `https://app.example`, where it calls back, is there
//   rotate                      signs with new keys from now on; the old ones stay published
//   replace                     signs with new keys from now on; the old ones are gone
//   logout alice                ends alice's sessions here, and tells the clients (back-channel)
//   events                      what it has told clients since it was last asked
// It ends with its standard input, so that it never outlives the test.
//
// Whoever comes is logged in at once, without a page: `login_hint` says as whom, and `deny` turns
// the login down.

import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

import { Provider } from "oidc-provider";

const PEOPLE = {
  alice: { groups: ["staff", "editors", "unheard-of"], tenant: "north", amr: ["pwd", "otp", "mfa"] },
  bob: { groups: [], tenant: "south", amr: ["pwd"] },
};

let app;
let told = [];
let keys = freshKeys();
const logins = [];

function freshKeys() {
  const key = (kind, options, use) => {
    const { privateKey } = generateKeyPairSync(kind, options);
    return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", ...use };
  };
  return [
    key("rsa", { modulusLength: 2048 }, { alg: "RS256" }),
    key("ec", { namedCurve: "P-256" }, { alg: "ES256" }),
    key("ed25519", {}, { alg: "EdDSA" }),
  ];
}

function client(id, more) {
  return {
    client_id: id,
    redirect_uris: [`https://app.example/login/${id}/callback`],
    post_logout_redirect_uris: ["https://app.example/bye"],
    backchannel_logout_uri: `https://app.example/login/${id}/logout`,
    backchannel_logout_session_required: true,
    grant_types: ["authorization_code"],
    response_types: ["code"],
    ...more,
  };
}

// The certified code calls only public addresses; the test's app is on this machine.
async function callBack(url, { dispatcher, ...options }) {
  const real = new URL(url);
  const answer = await fetch(`${app}${real.pathname}`, options);
  const cache = answer.headers.get("cache-control");
  told.push({ path: real.pathname, status: answer.status, cache, body: String(options.body) });
  return answer;
}

function provider(issuer) {
  const made = new Provider(issuer, {
    jwks: { keys },
    clients: [
      client("rsa", { client_secret: "a secret of the client, for tests" }),
      client("post", {
        client_secret: "a secret of the client, for tests",
        token_endpoint_auth_method: "client_secret_post",
      }),
      client("ec", { token_endpoint_auth_method: "none", id_token_signed_response_alg: "ES256" }),
      client("ed", { token_endpoint_auth_method: "none", id_token_signed_response_alg: "EdDSA" }),
    ],
    cookies: { keys: ["a key for cookies, for tests"] },
    claims: { openid: ["sub", "sid", "auth_time", "acr", "amr", "groups", "tenant"] },
    conformIdTokenClaims: false,
    enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "EdDSA"] },
    pkce: { required: () => true },
    features: {
      backchannelLogout: { enabled: true },
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true },
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => PEOPLE[id] && { accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) },
    async loadExistingGrant({ oidc }) {
      const grant = new made.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
    fetch: callBack,
  });
  made.use(async (ctx, next) => {
    if (!ctx.path.startsWith("/interaction/")) return next();
    ctx.respond = false;
    const { params } = await made.interactionDetails(ctx.req, ctx.res);
    const accountId = params.login_hint ?? "alice";
    const login = { accountId, amr: PEOPLE[accountId]?.amr, acr: "urn:example:two" };
    const denied = { error: "access_denied", error_description: "the user said no" };
    return made.interactionFinished(ctx.req, ctx.res, accountId === "deny" ? denied : { login });
  });
  made.on("authorization.success", ({ oidc }) => {
    const sid = oidc.session.sidFor(oidc.client.clientId);
    logins.push({ account: oidc.session.accountId, client: oidc.client.clientId, sid });
  });
  return made;
}

const server = createServer((request, response) => handler(request, response));
server.listen(0, "127.0.0.1");
await new Promise((listening) => server.once("listening", listening));
const issuer = `http://127.0.0.1:${server.address().port}`;
let current = provider(issuer);
let handler = current.callback();

function signWith(fresh) {
  keys = fresh;
  current = provider(issuer);
  handler = current.callback();
}

async function logout(account) {
  const statuses = [];
  for (const login of logins.filter((login) => login.account === account)) {
    const client = await current.Client.find(login.client);
    await client.backchannelLogout(account, login.sid).catch(() => {});
    statuses.push(told.at(-1)?.status);
  }
  return statuses;
}

async function obey(line) {
  const [word, argument] = line.split(" ");
  switch (word) {
    case "app":
      app = argument;
      return {};
    case "rotate":
      signWith([...freshKeys(), ...keys]);
      return {};
    case "replace":
      signWith(freshKeys());
      return {};
    case "logout":
      return { statuses: await logout(argument) };
    case "events": {
      const events = told;
      told = [];
      return { events };
    }
    default:
      return { error: `unknown: ${word}` };
  }
}

console.log(JSON.stringify({ issuer }));
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await obey(line)));
}
process.exit(0);
