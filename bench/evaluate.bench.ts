/**
 * One question of one report: is there a finding that is at least critical, an unrated one counting as critical? Everybody has compiled
 * beforehand and holds the 200 findings as suits it best; we write the whole trace, the others answer yes or no.
 */
import assert from "node:assert/strict";
import type { Bench, Contender } from "./bench.ts";
import { findings, judgeFindings, UNRATED, type Finding } from "./support/findings.ts";

/** They are in bench/node_modules, which only the benchmarks install. */
const load = <T>(name: string): Promise<T> => import(name) as Promise<T>;

type Answer = () => boolean | Promise<boolean>;
type Asker = (held: readonly Finding[]) => Answer;

const CEL = 'findings.exists(f, !has(f.severity) || f.severity == "critical")';

function ours(held: readonly Finding[]): Answer {
  const judge = judgeFindings(held);
  return () => judge().controls[0]?.outcome === "violated";
}

async function celJs(): Promise<Asker> {
  interface Program {
    (context: object): unknown;
  }
  interface Environment {
    registerVariable(name: string, type: string): Environment;
    parse(text: string): Program;
  }
  const { Environment } = await load<{ Environment: new () => Environment }>("@marcbachmann/cel-js");
  const program = new Environment().registerVariable("findings", "list").parse(CEL);
  return (held) => {
    const context = { findings: held };
    return () => program(context) === true;
  };
}

async function celEs(): Promise<Asker> {
  interface Cel {
    celEnv(): unknown;
    parse(text: string): unknown;
    plan(environment: unknown, expression: unknown): (context: object) => unknown;
  }
  const { celEnv, parse, plan } = await load<Cel>("@bufbuild/cel");
  const program = plan(celEnv(), parse(CEL));
  return (held) => {
    const context = {
      findings: held.map(
        ({ package: at, ...finding }) => new Map<string, unknown>(Object.entries({ ...finding, package: new Map(Object.entries(at)) })),
      ),
    };
    return () => program(context) === true;
  };
}

async function rulesEngine(): Promise<Asker> {
  interface Engine {
    addOperator(name: string, test: (finding: Finding, level: string) => boolean): void;
    addFact(name: string, value: unknown): void;
    addRule(rule: object): void;
    run(): Promise<{ readonly events: readonly unknown[] }>;
  }
  const { Engine } = await load<{ Engine: new () => Engine }>("json-rules-engine");
  return (held) => {
    const engine = new Engine();
    engine.addOperator("atLeastCritical", ({ severity }, level) => severity === undefined || severity === level);
    engine.addFact("findings", held);
    engine.addRule({
      conditions: { any: [{ fact: "findings", operator: "someFact:atLeastCritical", value: "critical" }] },
      event: { type: "critical" },
    });
    return async () => (await engine.run()).events.length > 0;
  };
}

/** It has no quantifier over records, so it holds the ratings as a set of texts, where an unrated finding has a text of its own. */
async function cedar(): Promise<Asker> {
  interface Cedar {
    preparsePolicySet(id: string, policies: object): { readonly type: string };
    statefulIsAuthorized(call: object): { readonly type: string; readonly response?: { readonly decision: string } };
  }
  const { preparsePolicySet, statefulIsAuthorized } = await load<Cedar>("@cedar-policy/cedar-wasm/nodejs");
  const policy = 'permit(principal, action, resource) unless { context.ratings.containsAny(["critical", "not rated"]) };';
  assert.equal(preparsePolicySet("bench", { staticPolicies: policy }).type, "success");
  return (held) => {
    const call = {
      principal: { type: "User", id: "gate" },
      action: { type: "Action", id: "deploy" },
      resource: { type: "Image", id: "app" },
      context: { ratings: held.map(({ severity }) => severity ?? "not rated") },
      entities: [],
      preparsedPolicySetId: "bench",
      validateRequest: false,
    };
    return () => statefulIsAuthorized(call).response?.decision === "deny";
  };
}

const WORLDS = [
  ["200 findings, none critical", findings(), false],
  ["200 findings, the last one not rated", findings([UNRATED]), true],
] as const;

async function contenders(held: readonly Finding[], expected: boolean): Promise<Bench["contenders"]> {
  const peers = [
    ["json-rules-engine", await rulesEngine()],
    ["@marcbachmann/cel-js", await celJs()],
    ["@bufbuild/cel", await celEs()],
    ["@cedar-policy/cedar-wasm", await cedar()],
  ] as const;
  const all = [...peers, ["proviso, with the whole trace", ours]] as const;
  const asked: Contender[] = [];
  for (const [name, ask] of all) {
    const answer = ask(held);
    assert.equal(await answer(), expected, `${name} answers otherwise`);
    asked.push({ name, run: answer, ...(ask === ours ? { budgetRatio: 1 } : {}) });
  }
  const [first, ...others] = asked;
  assert.ok(first);
  return [first, ...others];
}

async function benchOf([name, held, expected]: (typeof WORLDS)[number]): Promise<Bench> {
  return { name: `Evaluate: ${name}`, rounds: 101, warmUpMs: 400, contenders: await contenders(held, expected) };
}

/**
 * The first is the fastest of the peers. It has no order of severities: it calls an operator that we wrote for it, so its line says what a
 * loop in JavaScript costs.
 */
export const benches: readonly Bench[] = [await benchOf(WORLDS[0]), await benchOf(WORLDS[1])];
