import { loadConfigs, newApp } from './config/load-config';
import { FirewallStack } from './firewall-stack';

const app = newApp();
for (const config of loadConfigs(app)) {
  new FirewallStack(app, `aa-stripe-${config.stage}-firewall`, config);
}
app.synth();
