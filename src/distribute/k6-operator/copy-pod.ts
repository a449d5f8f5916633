/** A pod with the claim of the samples and a shell, through which files come and go. Pure. */
import { K6_IMAGE, K6_USER, SAMPLES_MOUNT } from './test-run.ts';

/** Of the load's own image, which the nodes fetch anyway, and its user, who owns the samples. */
export function copyPod(id: string, claim: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: copyPodName(id) },
    spec: {
      restartPolicy: 'Never',
      securityContext: { runAsUser: K6_USER, fsGroup: K6_USER },
      containers: [
        {
          name: 'copy',
          image: K6_IMAGE,
          // Ends by itself if nobody removes it.
          command: ['sleep', String(LIFE_SECONDS)],
          volumeMounts: [{ name: 'samples', mountPath: SAMPLES_MOUNT }],
        },
      ],
      volumes: [{ name: 'samples', persistentVolumeClaim: { claimName: claim } }],
    },
  };
}

const LIFE_SECONDS = 86_400;

export function copyPodName(id: string): string {
  return `${id}-copy`;
}
