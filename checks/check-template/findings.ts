/** What a linter says against one resource of a template. */
export interface Finding {
  rule: string;
  /** The logical id, or what else the linter names. */
  resource: string;
  message: string;
}

/** Findings of one rule that are accepted, and why. */
export interface Exception {
  rule: string;
  /** The whole logical ids that it is about. */
  resources: RegExp;
  reason: string;
}

/** What is left of the findings when the exceptions are taken away, and the exceptions that took nothing. */
export function judge(
  findings: Finding[],
  exceptions: Exception[],
): { left: Finding[]; unused: Exception[] } {
  const covers = ({ rule, resources }: Exception, finding: Finding): boolean =>
    rule === finding.rule && resources.test(finding.resource);
  return {
    left: findings.filter((finding) => !exceptions.some((exception) => covers(exception, finding))),
    unused: exceptions.filter((exception) => !findings.some((finding) => covers(exception, finding))),
  };
}

interface CfnLintMatch {
  Rule: { Id: string };
  Message: string;
  Location: { Path: (string | number)[] | null };
}

export function readCfnLint(json: string): Finding[] {
  const matches: CfnLintMatch[] = JSON.parse(json);
  return matches.map(({ Rule, Message, Location }) => {
    const path = Location.Path ?? [];
    const resource = String((path[0] === 'Resources' ? path[1] : path.join('/')) ?? '');
    return { rule: Rule.Id, resource, message: Message };
  });
}

interface CheckovReport {
  results: { failed_checks: { check_id: string; check_name: string; resource: string }[] };
  summary: { parsing_errors: number; resource_count: number };
}

/** Throws if Checkov could not read the template: it calls that no finding. */
export function readCheckov(json: string): Finding[] {
  const { results, summary }: CheckovReport = JSON.parse(json);
  if (summary.parsing_errors > 0 || summary.resource_count === 0)
    throw new Error('Checkov could not read the template.');
  return results.failed_checks.map(({ check_id, check_name, resource }) => ({
    rule: check_id,
    resource: resource.split('.').at(-1) ?? resource,
    message: check_name,
  }));
}

interface CfripperReport {
  exceptions: unknown[];
  failures: { rule: string; reason: string; resource_ids: string[] }[];
}

/** Throws if a rule of CFRipper broke: it calls that no finding. */
export function readCfripper(json: string): Finding[] {
  const { exceptions, failures }: CfripperReport = JSON.parse(json);
  if (exceptions.length > 0) throw new Error(`CFRipper failed: ${JSON.stringify(exceptions)}`);
  return failures.flatMap(({ rule, reason, resource_ids }) =>
    resource_ids.map((resource) => ({ rule, resource, message: reason })),
  );
}
