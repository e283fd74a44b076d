import type { CallToolResult, McpServer, ToolAnnotations } from '@modelcontextprotocol/server';
import { OfoxError } from '@ofoxai/core';
import type { z } from 'zod';
import type { App } from '../app.ts';
import { portable } from '../portable-schema.ts';
import { type Progress, startProgress } from '../progress.ts';
import { toolError } from '../tool-error.ts';

export interface ToolSpec<S extends z.ZodType> {
  name: string;
  title: string;
  description: string;
  /** Costs money, and so is not read-only in any client's eyes. */
  billable: boolean;
  toolset?: 'default' | 'embeddings';
  schema: S;
  run(args: z.output<S>, call: ToolCall, app: App): Promise<CallToolResult>;
}

export interface ToolCall {
  /** Aborted when the client cancels or leaves. */
  signal: AbortSignal;
  progress: Progress;
}

export interface Tool {
  name: string;
  toolset: string;
  billable: boolean;
  register(server: McpServer, app: App): void;
}

/** Makes a tool. Its schema is worked out once, not for each server that offers it. */
export function defineTool<S extends z.ZodType>(spec: ToolSpec<S>): Tool {
  const { name, title, description, billable, toolset = 'default', run } = spec;
  const inputSchema = portable(spec.schema);
  const annotations: ToolAnnotations = billable
    ? { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true }
    : { readOnlyHint: true, openWorldHint: true };
  return {
    name,
    toolset,
    billable,
    register(server, app) {
      const config = { title, description, inputSchema, annotations };
      server.registerTool(name, config, async (args, context): Promise<CallToolResult> => {
        const progress = startProgress(context, app.clock, app.timing);
        try {
          return await run(args as z.output<S>, { signal: context.mcpReq.signal, progress }, app);
        } catch (error) {
          if (!OfoxError.is(error)) throw error;
          return await toolError(app, error);
        } finally {
          progress.stop();
        }
      });
    },
  };
}
