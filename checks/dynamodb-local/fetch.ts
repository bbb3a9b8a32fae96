import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The newest one that was tried; it needs Java 17. */
const VERSION = '3.3.1';

const FOLDER = '.dynamodb-local';

/**
 * Why DynamoDB Local cannot run here, as a sentence; `undefined` if it can. It is started from a source file, so Java
 * must have its compiler.
 */
export function whyNot(): string | undefined {
  const { stdout: modules } = spawnSync('java', ['--list-modules'], { encoding: 'utf8' });
  const [, java] = /^jdk\.compiler@(\d+)/m.exec(modules ?? '') ?? [];
  if (Number(java ?? 0) < 17) return 'There is no Java development kit 17 or later.';
  if (spawnSync('mvn', ['--version']).status !== 0) return 'There is no Maven.';
  if (process.arch !== 'x64') return `Maven Central has no SQLite of DynamoDB Local for ${process.arch}.`;
  return undefined;
}

/**
 * Fetches DynamoDB Local and all it needs, its native SQLite too, unless it is there. Returns the folder of its files.
 */
export function fetchDynamodbLocal(): string {
  const folder = join(FOLDER, VERSION);
  if (existsSync(folder)) return folder;
  const fetched = join(FOLDER, `${VERSION}-unfinished`);
  rmSync(fetched, { recursive: true, force: true });
  mkdirSync(fetched, { recursive: true });
  const pom = join(FOLDER, 'pom.xml');
  writeFileSync(pom, POM);
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${VERSION}-unfinished`];
  const { status } = spawnSync('mvn', ['-B', '-q', '-f', pom, ...goal], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`Maven could not fetch DynamoDB Local ${VERSION}.`);
  renameSync(fetched, folder);
  return folder;
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>lightspeed-web-orders</groupId>
  <artifactId>dynamodb-local</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>software.amazon.dynamodb</groupId>
      <artifactId>DynamoDBLocal</artifactId>
      <version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;
