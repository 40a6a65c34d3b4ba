/** Where somebody says who they want to be: there are no passwords on this machine. */
export const SIGN_IN_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Sign in: local stack</title>
</head>
<body>
<main>
<h1>Sign in to the local stack</h1>
<p>It has no passwords: be whoever you like.</p>
<form method="post">
<p><label>Name <input name="name" value="operator" required maxlength="64" autofocus></label></p>
<p><label><input type="checkbox" name="admin" value="1" checked> may operate payments (aa-stripe/admin)</label></p>
<p><button>Sign in</button></p>
</form>
</main>
</body>
</html>
`;
