import {
  cutInCharacter,
  error,
  errorInStream,
  faulty,
  lineEnds,
  oneByteAPacket,
  reply,
  startFakeUpstream,
} from '@ofoxai/fake-upstream';

export async function example(): Promise<(number | string)[]> {
  const upstream = await startFakeUpstream();

  // Fails twice with 503, then says hello in one-byte packets with CRLF line ends.
  upstream.script(error({ status: 503 }), { times: 2 });
  upstream.script(faulty(reply({ text: 'hello' }), lineEnds('\r\n'), oneByteAPacket()));
  // Whoever asks for this model gets an error in mid-stream, then a connection that breaks within ü.
  upstream.script(faulty(reply(), errorInStream({ status: 529 })), { model: 'broken' });
  upstream.script(faulty(reply({ text: 'ü' }), cutInCharacter()), { model: 'broken' });

  const ask = async (model: string) => {
    const body = JSON.stringify({ model, stream: true, messages: [] });
    const response = await fetch(`${upstream.url}/v1/messages`, { method: 'POST', body });
    return response.ok ? response.text() : response.status;
  };
  const answers = [await ask('a'), await ask('a'), await ask('a'), await ask('broken')];
  answers.push(await ask('broken').catch((failure) => failure.message));

  console.assert(upstream.requests.length === 5 && upstream.requests[4]?.ending === 'cut');
  await upstream.close();
  return answers;
}
