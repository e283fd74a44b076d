import { render } from 'preact';
import { App } from './app.tsx';
import { loadModels, modelsError } from './state/catalogue.ts';
import { borrowKey, isOwnGateway } from './state/connection.ts';
import './styles/base.css';
import './styles/layout.css';
import './styles/controls.css';
import './styles/chat.css';
import './styles/playground.css';
import './styles/routing.css';
import './styles/status.css';
import './styles/switch.css';
import './styles/tables.css';
import './styles/views.css';

const RETRY_MS = 2000;

await borrowKey();
void loadModels();
// While nothing answers, it is asked again, so that a gateway that comes back is noticed.
setInterval(() => {
  if (modelsError.value === undefined) return;
  void loadModels().then(async () => {
    if (modelsError.value === undefined && isOwnGateway.value) await borrowKey();
  });
}, RETRY_MS);

addEventListener('offline', () => void loadModels());

const root = document.getElementById('app');
if (root) render(<App />, root);
