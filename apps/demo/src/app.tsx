import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { modelsError } from './state/catalogue.ts';
import { connection, hasKey, isOwnGateway } from './state/connection.ts';
import { formatRoute, route } from './state/route.ts';
import { isUnreached } from './text/say-error.ts';
import { SettingsDrawer } from './ui/settings-drawer.tsx';
import { Compare } from './views/compare.tsx';
import { Embeddings } from './views/embeddings.tsx';
import { Images } from './views/images.tsx';
import { Playground } from './views/playground.tsx';
import { RoutingView } from './views/routing.tsx';
import { Status } from './views/status.tsx';
import { Switch } from './views/switch.tsx';
import { UseItIn } from './views/use-it-in.tsx';

interface View {
  path: string;
  title: string;
  /** What there is to be seen, in one sentence. */
  about: string;
  Body: ComponentType;
}

const VIEWS: readonly [View, ...View[]] = [
  {
    path: 'playground',
    title: 'Playground',
    about: 'Ask any model, and see the same conversation on all three wires.',
    Body: Playground,
  },
  {
    path: 'switch',
    title: 'Switch',
    about: 'One conversation, several providers: see what crosses from one to the next.',
    Body: Switch,
  },
  {
    path: 'routing',
    title: 'Routing',
    about: 'Break a node while traffic flows, and watch the others take over.',
    Body: RoutingView,
  },
  {
    path: 'compare',
    title: 'Compare',
    about: 'One prompt, several models, side by side, with time and cost.',
    Body: Compare,
  },
  {
    path: 'embeddings',
    title: 'Embeddings',
    about: 'Texts as points: what means the same lies close together.',
    Body: Embeddings,
  },
  {
    path: 'images',
    title: 'Images',
    about: 'Pictures from a description, through the same key.',
    Body: Images,
  },
  {
    path: 'status',
    title: 'Status',
    about: 'What the gateway serves, how busy it is, and what went wrong.',
    Body: Status,
  },
  {
    path: 'use-it-in',
    title: 'Use it in…',
    about: 'Point the tools that you have at this address.',
    Body: UseItIn,
  },
];

/** The page: its views, and where requests go. */
export function App() {
  const areSettingsOpen = useSignal(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const view = VIEWS.find(({ path }) => path === route.value.view) ?? VIEWS[0];
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = `${view.title} · ofox`;
    const link = document.querySelector('[aria-current=page]');
    link?.scrollIntoView({ block: 'nearest', inline: 'center' });
    // Whoever moves by keyboard or ear goes on reading where the new view begins.
    if (!isFirst.current) heading.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [view]);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <header class="top">
        <p class="brand">
          <img src="./favicon.svg" alt="" width="28" height="28" /> ofox
        </p>
        <nav aria-label="Views">
          <ul>
            {VIEWS.map(({ path, title }) => (
              <li key={path}>
                <a href={formatRoute(path)} aria-current={path === view.path ? 'page' : undefined}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <button
          type="button"
          class="connection"
          onClick={() => {
            areSettingsOpen.value = true;
          }}
        >
          <span
            class={`dot ${hasKey.value && !modelsError.value ? 'good' : 'bad'}`}
            aria-hidden="true"
          />
          {isOwnGateway.value ? 'This gateway' : new URL(connection.value.baseUrl).host}
          <span class="visually-hidden">, open the settings</span>
        </button>
      </header>
      <main id="main" tabIndex={-1}>
        <div class="view-head">
          <h1 ref={heading} tabIndex={-1}>
            {view.title}
          </h1>
          <p>{view.about}</p>
        </div>
        <Notices />
        <view.Body key={view.path} />
      </main>
      <SettingsDrawer
        isOpen={areSettingsOpen.value}
        onClose={() => {
          areSettingsOpen.value = false;
        }}
      />
    </>
  );
}

function Notices() {
  if (modelsError.value !== undefined && isUnreached(modelsError.value)) {
    return (
      <p class="note note-error" role="status">
        <strong>{connection.value.baseUrl} does not answer.</strong> The page goes on as soon as it
        does.
      </p>
    );
  }
  if (hasKey.value) return null;
  return (
    <p class="note" role="status">
      <strong>This gateway asks for a key.</strong> Open the settings at the top right and paste
      one.
    </p>
  );
}
