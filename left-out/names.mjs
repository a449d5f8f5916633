// What Artillery imports by name: Azure's clients as it starts, though only `run-aci` uses them, and
// Playwright's with its engine. The names have to exist; whoever uses one is told.
import { createRequire } from 'node:module';

const refuse = () => createRequire(import.meta.url)('./refuse.cjs');
const leftOut = new Proxy(refuse, { get: refuse, apply: refuse, construct: refuse });

export {
  leftOut as BlobServiceClient,
  leftOut as ContainerInstanceManagementClient,
  leftOut as chromium,
  leftOut as DefaultAzureCredential,
  leftOut as QueueClient,
  leftOut as selectors,
};
